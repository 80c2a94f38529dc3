/**
 * Counts and cuts SMS text as the network will: GSM 03.38 with its extension table (7-bit), or UCS-2.
 * One part holds 160 or 70 units; joined parts lose six octets to the header and hold 153 or 67.
 */
export type Encoding = "gsm7" | "ucs2";

export interface PartCount {
  encoding: Encoding;
  /** Septets for GSM-7 (extension characters weigh two), UTF-16 code units for UCS-2. */
  units: number;
  parts: number;
  /** Units still free in the last part. */
  remaining: number;
}

const basic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extension = new Set("\f^{}\\[~]|€");
const capacity = { gsm7: { single: 160, joined: 153 }, ucs2: { single: 70, joined: 67 } };

export function encodingOf(text: string): Encoding {
  for (const character of text) {
    if (!basic.has(character) && !extension.has(character)) return "ucs2";
  }
  return "gsm7";
}

/** Cuts text into the strings each part will carry; escape pairs and surrogate pairs stay whole. */
export function splitParts(text: string): string[] {
  return cut(text).map((piece) => piece.text);
}

export function countParts(text: string): PartCount {
  const encoding = encodingOf(text);
  const pieces = cut(text, encoding);
  const units = pieces.reduce((sum, piece) => sum + piece.units, 0);
  const size = pieces.length > 1 ? capacity[encoding].joined : capacity[encoding].single;
  return { encoding, units, parts: pieces.length, remaining: size - (pieces.at(-1)?.units ?? 0) };
}

/** A limit told in GSM-7 characters is one of parts: how many units those parts hold in an encoding. */
export function unitsIn(gsmCharacters: number, encoding: Encoding) {
  return encoding === "gsm7" ? gsmCharacters : partsIn(gsmCharacters) * capacity.ucs2.joined;
}

export function exceeds(text: string, gsmCharacters: number) {
  return (
    countParts(text).parts > partsIn(gsmCharacters) ||
    countParts(text).units > unitsIn(gsmCharacters, encodingOf(text))
  );
}

function partsIn(gsmCharacters: number) {
  return Math.max(1, Math.floor(gsmCharacters / capacity.gsm7.joined));
}

/** Characters that forced UCS-2, each once, so that a writer can see why a text became shorter. */
export function charactersOutsideGsm(text: string): string[] {
  return [...new Set([...text].filter((character) => !basic.has(character) && !extension.has(character)))];
}

function cut(text: string, encoding = encodingOf(text)) {
  const { single, joined } = capacity[encoding];
  const characters = Array.from(text, (character) => ({ character, weight: weigh(character, encoding) }));
  const total = characters.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [];
  if (total <= single) return [{ text, units: total }];

  const pieces: { text: string; units: number }[] = [];
  let piece = { text: "", units: 0 };
  for (const { character, weight } of characters) {
    if (piece.units + weight > joined) {
      pieces.push(piece);
      piece = { text: "", units: 0 };
    }
    piece.text += character;
    piece.units += weight;
  }
  pieces.push(piece);
  return pieces;
}

function weigh(character: string, encoding: Encoding) {
  return encoding === "gsm7" ? (extension.has(character) ? 2 : 1) : character.length;
}
