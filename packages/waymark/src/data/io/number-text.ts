/** A column may be named by its place from 1. */
export const isPosition = (text: string): boolean => /^\d+$/.test(text);

export const isNumberText = (text: string): boolean => text.trim() !== "" && Number.isFinite(Number(text));
