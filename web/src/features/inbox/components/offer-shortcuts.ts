/** Neither has a letter: they work on every layout and while the agent is writing to somebody else. */
export const acceptShortcut = "mod+Shift+Enter";
export const refuseShortcut = "mod+Shift+Backspace";
