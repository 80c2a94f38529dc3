import {
  ActionIcon,
  Badge,
  Button,
  CloseButton,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  InputWrapper,
  type MantineColorsTuple,
  Menu,
  Modal,
  NumberInput,
  Paper,
  PasswordInput,
  Select,
  Table,
  Textarea,
  TextInput,
  Tooltip,
} from "@mantine/core";

/** Lake: the petrol green of Titicaca at dusk. The one colour that means "you can act here". */
const lago: MantineColorsTuple = [
  "#edf7f5",
  "#d5ebe8",
  "#abd6d1",
  "#7dbfb9",
  "#53a8a1",
  "#318f89",
  "#1c7a75",
  "#0f6663",
  "#0b5250",
  "#083f3e",
];

/** Gold: what waits for a person, an offer or an unread message. */
const oro: MantineColorsTuple = [
  "#fdf6e7",
  "#faeac8",
  "#f4d693",
  "#edc15e",
  "#e0a732",
  "#c98c17",
  "#a8720f",
  "#875a0b",
  "#6b470a",
  "#4d3307",
];

/** Clay: refusals, failures, destruction. */
const red: MantineColorsTuple = [
  "#fdf1ee",
  "#fadfd8",
  "#f3bbae",
  "#eb9481",
  "#e0705a",
  "#cd513b",
  "#b53f2b",
  "#963322",
  "#77281b",
  "#541c13",
];

const green: MantineColorsTuple = [
  "#eff7ec",
  "#dceed5",
  "#b8dbab",
  "#91c77e",
  "#6db156",
  "#50983a",
  "#3e8129",
  "#316a20",
  "#275419",
  "#1b3d11",
];

/** Stone: warm neutrals, so that long shifts in front of white are easier. */
const gray: MantineColorsTuple = [
  "#faf9f6",
  "#f3f1ec",
  "#e9e6df",
  "#dbd7ce",
  "#c3beb3",
  "#9b958a",
  "#726d63",
  "#565249",
  "#3a3731",
  "#211f1b",
];

const dark: MantineColorsTuple = [
  "#e6e4df",
  "#c9c6bf",
  "#a8a59e",
  "#7d7a74",
  "#4a4945",
  "#383734",
  "#2b2b29",
  "#1f1f1e",
  "#181817",
  "#111110",
];

const fonts = "'Inter Variable', 'IBM Plex Sans Arabic', system-ui, -apple-system, 'Segoe UI', sans-serif";

// A dialog's <header> counts as the page's banner, and there is one already.
const headless = { header: { role: "presentation" } };

export const theme = createTheme({
  primaryColor: "lago",
  primaryShade: { light: 7, dark: 7 },
  colors: { lago, oro, red, green, gray, dark },
  fontFamily: fonts,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  lineHeights: { xs: "1.35", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.45" },
  headings: {
    fontFamily: fonts,
    fontWeight: "640",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.3" },
      h2: { fontSize: "1.0625rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
      h4: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  radius: { xs: "3px", sm: "5px", md: "8px", lg: "12px", xl: "18px" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: true,
  luminanceThreshold: 0.36,
  shadows: {
    xs: "0 1px 2px rgb(33 31 27 / 6%)",
    sm: "0 1px 3px rgb(33 31 27 / 8%), 0 2px 8px -2px rgb(33 31 27 / 6%)",
    md: "0 2px 6px rgb(33 31 27 / 7%), 0 10px 24px -8px rgb(33 31 27 / 16%)",
    lg: "0 4px 10px rgb(33 31 27 / 8%), 0 20px 44px -14px rgb(33 31 27 / 24%)",
    xl: "0 8px 16px rgb(33 31 27 / 10%), 0 32px 64px -20px rgb(33 31 27 / 30%)",
  },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray", size: "lg" } }),
    Badge: Badge.extend({ defaultProps: { variant: "light", tt: "none", fw: 600 } }),
    Button: Button.extend({ defaultProps: { size: "sm" }, styles: { label: { fontWeight: 560 } } }),
    CloseButton: CloseButton.extend({ defaultProps: { size: "md" } }),
    Drawer: Drawer.extend({ defaultProps: { attributes: headless } }),
    InputWrapper: InputWrapper.extend({ styles: { label: { marginBottom: 4 } } }),
    Menu: Menu.extend({
      // The placeholder is a focusable child of the menu that is no item of it.
      defaultProps: { shadow: "md", radius: "md", withInitialFocusPlaceholder: false },
    }),
    Modal: Modal.extend({
      styles: { title: { fontSize: "1.0625rem", fontWeight: 640 } },
      defaultProps: {
        centered: true,
        radius: "lg",
        overlayProps: { backgroundOpacity: 0.4 },
        attributes: headless,
      },
    }),
    // A number is short; what is said about it is not.
    NumberInput: NumberInput.extend({ styles: { wrapper: { maxInlineSize: "13.75rem" } } }),
    Paper: Paper.extend({ defaultProps: { radius: "lg" } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: "sm" } }),
    Select: Select.extend({ defaultProps: { size: "sm", checkIconPosition: "right" } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: "xs", horizontalSpacing: "md" } }),
    Textarea: Textarea.extend({ defaultProps: { size: "sm" } }),
    TextInput: TextInput.extend({ defaultProps: { size: "sm" } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: false, fz: "xs" } }),
  },
});

/**
 * Names for surfaces and voices, and the one place where contrast is settled: Mantine's own dimmed, placeholder,
 * error and light-variant colours fall short of 4.5:1 on warm grounds.
 */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": gray[9],
    "--mantine-color-dimmed": "#645f56",
    "--mantine-color-placeholder": "#6f6a60",
    "--mantine-color-error": red[7],
    "--mantine-color-anchor": lago[7],
    "--mantine-color-default-border": gray[3],
    "--mantine-color-gray-light-color": gray[7],
    "--mantine-color-green-light-color": green[8],
    "--mantine-color-oro-light-color": oro[8],
    "--mantine-color-red-light-color": red[7],
    "--mantine-color-lago-light-color": lago[8],
    "--cq-canvas": "#f6f4ef",
    "--cq-panel": "#ffffff",
    "--cq-sunken": gray[0],
    "--cq-line": gray[2],
    "--cq-line-strong": gray[3],
    "--cq-text-2": "#565249",
    "--cq-hover": "rgb(60 54 40 / 5%)",
    "--cq-selected": lago[0],
    "--cq-selected-line": lago[6],
    "--cq-rail": "#0c3635",
    "--cq-bubble-in": "#f1eee8",
    "--cq-bubble-out": "#d9eeea",
    "--cq-bubble-out-line": "#b9ddd7",
    "--cq-attention": oro[0],
    "--cq-attention-line": oro[3],
    "--cq-attention-text": oro[8],
    "--cq-dot-free": green[5],
    "--cq-dot-busy": oro[4],
    "--cq-dot-break": "#8a6fb0",
    "--cq-dot-off": gray[5],
  },
  dark: {
    "--mantine-color-body": dark[7],
    "--mantine-color-text": dark[0],
    "--mantine-color-dimmed": "#b0ada5",
    "--mantine-color-placeholder": "#a19e96",
    "--mantine-color-error": red[3],
    "--mantine-color-anchor": lago[3],
    "--mantine-color-default-border": dark[4],
    "--mantine-color-gray-light-color": dark[1],
    "--mantine-color-green-light-color": green[2],
    "--mantine-color-oro-light-color": oro[2],
    "--mantine-color-red-light-color": red[2],
    "--mantine-color-lago-light-color": lago[2],
    "--mantine-primary-color-light-color": lago[2],
    "--cq-canvas": "#151514",
    "--cq-panel": dark[7],
    "--cq-sunken": "#1a1a19",
    "--cq-line": "#2e2d2b",
    "--cq-line-strong": "#3d3c39",
    "--cq-text-2": dark[1],
    "--cq-hover": "rgb(255 250 235 / 5%)",
    "--cq-selected": "#16302f",
    "--cq-selected-line": lago[4],
    "--cq-rail": "#0d2423",
    "--cq-bubble-in": "#2a2a28",
    "--cq-bubble-out": "#123f3d",
    "--cq-bubble-out-line": "#1c5653",
    "--cq-attention": "#30260f",
    "--cq-attention-line": "#6b5018",
    "--cq-attention-text": oro[2],
    "--cq-dot-free": green[4],
    "--cq-dot-busy": oro[4],
    "--cq-dot-break": "#b39ad6",
    "--cq-dot-off": dark[3],
  },
});
