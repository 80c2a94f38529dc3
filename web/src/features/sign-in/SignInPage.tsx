import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconInfoCircle } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { toApiError } from "@/api/problem";
import { sessionQuery, signIn } from "@/api/session";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Mark } from "@/ui/Mark";
import classes from "./SignInPage.module.css";

interface Props {
  /** A session ended under way; whoever only opens a page first is not told so. */
  ended: boolean;
  onSignedIn: () => void;
}

export function SignInPage({ ended, onSignedIn }: Props) {
  const { t } = useTranslation("signIn");
  const queryClient = useQueryClient();
  const required = (value: string) => (value.trim() === "" ? t("required") : null);
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "" },
    validate: { email: required, password: required },
  });
  const { mutate, isPending, error } = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session);
      onSignedIn();
    },
  });

  return (
    <div className={classes.root}>
      <main className={classes.form}>
        <div className={classes.inner}>
          <span className={classes.brand}>
            <Mark size={34} />
            <span>Chasqui</span>
          </span>
          <div>
            <Title order={1} className={classes.title}>
              {t("title")}
            </Title>
            <Text c="dimmed">{t("lead")}</Text>
          </div>
          {ended && !error && (
            <Alert variant="light" color="gray" icon={<IconInfoCircle size={18} />}>
              {t("ended")}
            </Alert>
          )}
          <Failure error={error} />
          <form onSubmit={form.onSubmit((values) => mutate(values))} noValidate>
            <Stack gap="md">
              <TextInput
                label={t("email")}
                type="email"
                size="md"
                autoComplete="username"
                autoFocus
                dir="ltr"
                key={form.key("email")}
                {...form.getInputProps("email")}
              />
              <PasswordInput
                label={t("password")}
                size="md"
                autoComplete="current-password"
                key={form.key("password")}
                {...form.getInputProps("password")}
              />
              <Button type="submit" size="md" loading={isPending} fullWidth mt="xs">
                {t("submit")}
              </Button>
            </Stack>
          </form>
        </div>
      </main>
      <aside className={classes.side}>
        <Cords />
        <div className={classes.pitch}>
          <p className={classes.pitchTitle}>{t("pitch.title")}</p>
          <p>{t("pitch.body")}</p>
        </div>
      </aside>
    </div>
  );
}

function Failure({ error }: { error: unknown }) {
  const { t } = useTranslation("signIn");
  if (!error) return null;
  const { code } = toApiError(error);
  if (code !== "signInFailed" && code !== "tooManyAttempts") return <ErrorSummary error={error} />;
  return (
    <Alert color="red" variant="light" role="alert">
      {t(code === "signInFailed" ? "wrong" : "tooMany")}
    </Alert>
  );
}

/** A quipu: cords of knots hanging from one line, as conversations hang from one desk. */
function Cords() {
  const cords = [38, 62, 24, 80, 46, 70, 30, 88, 54, 66, 34, 76];
  return (
    <svg className={classes.cords} viewBox="0 0 480 420" preserveAspectRatio="xMidYMin slice" aria-hidden>
      <path d="M0 40 Q240 72 480 40" className={classes.cord} />
      {cords.map((length, index) => {
        const x = 20 + index * 40;
        const top = 40 + 32 * (1 - ((x - 240) / 240) ** 2) * 0.5;
        const end = top + 90 + length * 2.4;
        return (
          <g key={x}>
            <path d={`M${x} ${top} V${end}`} className={classes.cord} />
            <circle cx={x} cy={top + 40 + length * 0.9} r={6} className={classes.knot} />
            <circle cx={x} cy={top + 70 + length * 1.5} r={5} className={classes.knot} />
            <circle cx={x} cy={end} r={7} className={index % 4 === 3 ? classes.gold : classes.knot} />
          </g>
        );
      })}
    </svg>
  );
}
