/** Every time zone this browser knows by its IANA name. */
let zones: string[] | undefined;

export function zoneOptions(): string[] {
  zones ??= Intl.supportedValuesOf("timeZone");
  return zones;
}
