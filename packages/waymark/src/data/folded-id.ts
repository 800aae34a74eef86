/** Ids are one where these are: Unicode NFC, no case, no leading zeros, no trailing .0, single spaces. */
export function foldedId(id: string): string {
  const plain = id.normalize("NFC").toLowerCase().normalize("NFC").replace(/\s+/g, " ");
  return /^0*\d+(\.0+)?$/.test(plain) ? plain.replace(/\.0+$/, "").replace(/^0+(?=\d)/, "") : plain;
}
