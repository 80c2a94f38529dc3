import classes from "./Avatar.module.css";

const tints = 8;

/** A person or number as a tinted disc; the tint follows the name so that rows are told apart at a glance. */
export function Avatar({ name, size = 36 }: { name: string; size?: number }) {
  const letters = /\p{L}/u.test(name);
  const initials = letters
    ? name
        .split(/\s+/)
        .filter((word) => /^\p{L}/u.test(word))
        .slice(0, 2)
        .map((word) => Array.from(word)[0]?.toLocaleUpperCase())
        .join("")
    : name.replace(/\D/g, "").slice(-2);
  let hash = 0;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (
    <span
      className={classes.root}
      data-tint={(hash >>> 8) % tints}
      style={{ inlineSize: size, blockSize: size, fontSize: Math.round(size * 0.36) }}
      aria-hidden
    >
      {initials}
    </span>
  );
}
