/** A phone number reads left to right in every script. */
export function PhoneText({ number }: { number: string }) {
  return (
    <bdi dir="ltr" className="tabular">
      {number}
    </bdi>
  );
}
