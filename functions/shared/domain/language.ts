/** Chinese first, English second: everything a person reads exists in both. */
export type Language = 'zh-CN' | 'en';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** The wording of `text` for a reader of `language`. */
export function wording(text: Text, language: Language): string {
  return language === 'en' ? text.en : text.zh;
}

/** The language an `Accept-Language` header asks for; Chinese where it asks for neither or for both alike. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => quality > 0 && /^(zh|en)\b/.test(tag))
    .sort((a, b) => b.quality - a.quality);
  return ranked[0]?.tag.startsWith('en') ? 'en' : 'zh-CN';
}
