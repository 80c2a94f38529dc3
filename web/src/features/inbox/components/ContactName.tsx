import type { ContactRef } from "@/api/types";

/** A contact's name, or the number where there is none. A number reads left to right in every script. */
export function ContactName({ contact }: { contact: ContactRef }) {
  return contact.name ? <bdi>{contact.name}</bdi> : <bdi dir="ltr">{contact.number}</bdi>;
}

export const nameOf = (contact: ContactRef) => contact.name ?? contact.number;
