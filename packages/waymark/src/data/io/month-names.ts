/** Names of the months by language, January first; compared without case, accents and full stops, also by their first letters. */
const months: Readonly<Record<string, string>> = {
  en: "january february march april may june july august september october november december",
  es: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
  pt: "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
  fr: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
  de: "januar februar märz april mai juni juli august september oktober november dezember",
  it: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
  ru: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
  tr: "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
};
/** Short forms that are not the beginning of a name. */
const shortForms: Readonly<Record<string, number>> = {
  sept: 9,
  jänner: 1,
  feber: 2,
  май: 5,
  январь: 1,
  set: 9,
  maj: 5,
};

const plain = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll("ı", "i")
    .normalize("NFD")
    .replace(/[^\p{L}]/gu, "");

/** Month by plain name, and by every beginning of three letters or more that stands for one month alone. */
const monthByName = new Map<string, number>();
const ambiguous = new Set<string>();
for (const names of Object.values(months))
  names.split(" ").forEach((name, at) => {
    const letters = plain(name);
    for (let length = 3; length <= letters.length; length++) {
      const beginning = letters.slice(0, length);
      const known = monthByName.get(beginning);
      if (known !== undefined && known !== at + 1) ambiguous.add(beginning);
      else monthByName.set(beginning, at + 1);
    }
  });
for (const beginning of ambiguous) monthByName.delete(beginning);
for (const [name, month] of Object.entries(shortForms)) monthByName.set(plain(name), month);
"january february march april may june july august september october november december"
  .split(" ")
  .forEach((name, at) => {
    monthByName.set(name.slice(0, 3), at + 1);
    monthByName.set(name, at + 1);
  });

/** 1 … 12, or `undefined` for what is no name of a month. */
export const monthOfName = (word: string): number | undefined => monthByName.get(plain(word));
