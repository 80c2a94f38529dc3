/** The mark: a message whose lines are the knotted cords of a quipu, the record a chasqui carried. */
export function Mark({ size = 28, title }: { size?: number; title?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      role={title ? "img" : undefined}
      aria-hidden={title ? undefined : true}
      aria-label={title}
    >
      <path
        fill="var(--cq-mark-ground, #12726e)"
        d="M8 2h16a6 6 0 0 1 6 6v11a6 6 0 0 1-6 6h-8v2.5h-3.5V30H8v-5a6 6 0 0 1-6-6V8a6 6 0 0 1 6-6Z"
      />
      <g fill="none" stroke="#fff" strokeWidth="1.9" strokeLinecap="round">
        <path d="M7.5 7.6h17M10.5 7.6v12M16 7.6v12M21.5 7.6v12" />
      </g>
      <circle cx="10.5" cy="16.4" r="2.3" fill="#fff" />
      <circle cx="16" cy="12.4" r="2.3" fill="#fff" />
      <circle cx="21.5" cy="16.4" r="2.7" fill="#eebd55" />
    </svg>
  );
}
