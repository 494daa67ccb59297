/** Whose reply it is: their own name or address alone on a line begins their signature. */
export interface Writer {
  readonly name: string;
  readonly email: string;
}

/**
 * The lines a person wrote themselves in a plain-text reply, without what their client quoted from the mail before, and
 * without signature and disclaimer. Knows QQ Mail, NetEase (163, Mail Master), Foxmail, Outlook, Gmail, Apple Mail,
 * Alimail/DingTalk and WeCom, in Chinese and English. Blank lines at both ends are gone.
 */
export function ownLines(text: string, writer: Writer): readonly string[] {
  return trimmed(withoutSignature(withoutQuotes(linesOf(text)), writer));
}

/** More than any reply a person types. */
const longestText = 100_000;
const mostLines = 2_000;
/** Longer lines are read in pieces, so that no pattern sees more than this at once. */
const piece = /.{1,1000}/gsu;

function linesOf(text: string): readonly string[] {
  return (
    text
      .slice(0, longestText)
      .replace(/\r\n?/g, '\n')
      // QQ Mail leaves the entity in its plain text.
      .replace(/&nbsp;/g, ' ')
      .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
      .replace(/[\u00a0\u2002\u2003\u2028\u2029]/g, ' ')
      .split('\n', mostLines)
      .flatMap((line) => line.trim().match(piece) ?? [''])
      .map((line) => line.trim())
  );
}

/** `------- 原始邮件 -------`, `-----Original Message-----`, `---- 回复的原邮件 ----`. */
const separator =
  /^[-—_=*]{2,}(?:原始邮件|原始信息|邮件原文|原邮件|原始郵件|原始訊息|邮件原件|回复的原邮件|回复的邮件|转发邮件|转发的邮件|轉寄郵件|original(?:message|mail|email)?|repliedmessage|forwardedmessage|forwardedbymail)[-—_=*]{2,}/i;

/** Names of the header lines a client copies above a quotation. */
const headerLine = /^[-—_=*|>]*(?:发件人|寄件者|寄件人|發件人|传送者|from)[*|]*[:：]/i;
const furtherHeader =
  /(?:发送时间|发送日期|日期|时间|收件人|主题|抄送|發送時間|寄件日期|日期|收件者|收件人|主旨|主題|副本|sent|date|to|subject|cc)[*|]*[:：]/i;

const wrote = /(?:写道|寫道|撰写|wrote)\s*[:：]?[-—\s]*$/i;
const attributionStart =
  /^[-—\s]*(?:on|at|在|于|於)(?=[\s\d\p{Script=Han}])|^(?:20)?\d{2}[-/.年]|^.{0,80}<\S+@\S+>|^.{0,60}\s(?:于|於)\s?\d{4}/iu;

function withoutQuotes(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const dense = line.replace(/[\s\u3000]/g, '');
    if (line.startsWith('>')) {
      // An attribution right above a marked quotation belongs to it; what follows below is the writer's own again.
      dropAttribution(kept);
      continue;
    }
    if (separator.test(dense) || isHeaderBlock(lines, i)) break;
    if (wrote.test(line) && attributionAt([...kept, line]) !== undefined) {
      kept.push(line);
      if (nextFilled(lines, i + 1)?.startsWith('>') === true) continue;
      dropAttribution(kept);
      break;
    }
    kept.push(line);
  }
  return kept;
}

/** Takes an attribution (`On … wrote:`, `在 … 写道：`, one to four lines) off the end. */
function dropAttribution(kept: string[]): void {
  const from = attributionAt(kept);
  if (from !== undefined) kept.length = from;
}

/** Where the attribution at the end of `lines` begins. */
function attributionAt(lines: readonly string[]): number | undefined {
  let last = lines.length - 1;
  while (last >= 0 && lines[last] === '') last -= 1;
  if (!wrote.test(lines[last] ?? '')) return undefined;
  for (let from = last; from >= 0 && from > last - 4 && lines[from] !== ''; from -= 1) {
    const joined = lines.slice(from, last + 1).join(' ');
    if (attributionStart.test(lines[from] ?? '') && /\d|@/.test(joined)) return from;
  }
  return undefined;
}

/** `发件人：… 发送时间：…`, on one line or below each other. */
function isHeaderBlock(lines: readonly string[], from: number): boolean {
  const first = (lines[from] ?? '').replace(/[\s\u3000]/g, '');
  if (!headerLine.test(first)) return false;
  if (furtherHeader.test(first.replace(headerLine, ''))) return true;
  const next = lines.slice(from + 1, from + 9).filter((line) => line !== '');
  return next.slice(0, 4).some((line) => {
    const dense = line.replace(/[\s\u3000]/g, '').replace(/^[*|]+/, '');
    return dense.search(furtherHeader) === 0;
  });
}

function nextFilled(lines: readonly string[], from: number): string | undefined {
  return lines.slice(from, from + 10).find((line) => line !== '');
}

/** `发自我的 iPhone`, `Sent from Outlook for Android<…>`: one clause that names a device or a mail program. */
const deviceLine =
  /^(?:(?:发自|發自|发送自|寄自|来自|來自|从|從)[^，。；：,;:]{0,12}(?:iphone|ipad|ios|mac|android|windows|outlook|手机|手機|平板|邮箱|郵箱|邮件|郵件|mail|客户端|企业微信|微信|钉钉|飞书|qq)[^，。；：,;:]{0,20}|sent (?:from|via) [^,;]{0,60}|(?:get|download|获取|下载|取得) ?outlook for.{0,50}|签名由.{0,30}定制|[|｜ ]*signature is customized.{0,40})$/i;
const disclaimer =
  /^[*【[(（<\s-]*(?:本邮件|本電郵|本电子邮件|此邮件|此電郵|此电子邮件|本郵件|此郵件|免责声明|免責聲明|保密声明|保密提示|机密提示|this (?:e-?mail|message|communication)\b|the information (?:contained )?in this|confidentiality|disclaimer|important notice|please consider the environment)/i;
const closing =
  /^(?:谢谢|謝謝|多谢|感谢|祝好|此致|敬礼|顺祝商祺|顺颂商祺|祝商祺|商祺|best|best regards|best wishes|kind regards|regards|warm regards|thanks|thank you|many thanks|sincerely|cheers|br|thx)[\s!！,，.。~]*$/i;
const contactLine =
  /^(?:电话|手机|座机|传真|電話|手機|傳真|tel|mobile|phone|cell|fax|m|t|p)\s*[:：.]?\s*[+(]?\d[\d\s()-]{6,}|^(?:邮箱|邮件|e-?mail|mail)\s*[:：]\s*\S+@\S+|^\S+@\S+\.\S+$|^<\S+@\S+>$/i;

/** What a line of a signature looks like: a name, a title, a company, an address, ways to reach somebody. */
const signatureLine =
  /^(?:[\p{Script=Han}·]{2,3}|\p{Lu}[\p{Script=Latin}\s.,'&|/()-]{0,60}|[\p{Script=Han}\w\s()（）·|｜/／-]{0,40}(?:经理|助理|总监|主管|专员|顾问|部长|总|部|部门|中心|公司|集团|大学|学院)|.*[|｜].*|地址\s*[:：].*|https?:\/\/\S+|www\.\S+)$/u;

/** A signature is short: with more than this below it, a line is taken for text. */
const longestSignature = 10;

function withoutSignature(lines: readonly string[], writer: Writer): readonly string[] {
  const read = lines.filter((line) => !deviceLine.test(line));
  const first = read.findIndex((line) => line !== '');
  const end = read.findIndex((line, i) => i > first && beginsSignature(line, read.slice(i + 1), writer));
  return end === -1 ? read : read.slice(0, end);
}

/** What a person wrote is worth more than a tidy comment: in doubt a line is theirs. */
function beginsSignature(line: string, rest: readonly string[], writer: Writer): boolean {
  if (line === '--' || line === '—' || disclaimer.test(line)) return true;
  const below = rest.filter((later) => later !== '');
  if (below.length > longestSignature || below.some((later) => later.length > 100)) return false;
  if (isWriter(line, writer)) return true;
  if (!closing.test(line) && !contactLine.test(line)) return false;
  return below.every((later) => signatureLine.test(later) || contactLine.test(later) || isWriter(later, writer));
}

/** Their name or address alone, or their name before a bar. */
function isWriter(line: string, { name, email }: Writer): boolean {
  const lowered = line.toLowerCase();
  const own = name.trim().toLowerCase();
  if (lowered === email.toLowerCase()) return true;
  return own !== '' && lowered.startsWith(own) && /^(?:$|\s*[|｜/／])/.test(lowered.slice(own.length));
}

/** Without blank lines and ruled lines at both ends. */
function trimmed(lines: readonly string[]): readonly string[] {
  const filled = (line: string): boolean => line !== '' && !/^[-—_=*─|\s]{3,}$/.test(line);
  const first = lines.findIndex(filled);
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex(filled) + 1);
}
