/** One header of a received mail, in the order of the message. */
export interface MailHeader {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
}

/** A file that came with a mail. */
export interface MailFile {
  readonly name: string;
  readonly content: Uint8Array;
  /** Shown inside the text (a logo, a pasted picture) rather than attached to it. */
  readonly inline: boolean;
}

/** A received mail, parsed. */
export interface ReceivedMail {
  readonly headers: readonly MailHeader[];
  /** Every mailbox of every From header. */
  readonly from: readonly string[];
  readonly messageId: string | undefined;
  readonly sentAt: Date | undefined;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly files: readonly MailFile[];
}

/** The values of every header of that name, in order. @param name lower case */
export function headerValues(headers: readonly MailHeader[], name: string): readonly string[] {
  return headers.filter((header) => header.name === name).map(({ value }) => value.trim());
}
