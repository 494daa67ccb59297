import type { CaseFiles } from '../link-page/task-files.ts';
import type { RecordsTable } from '../shared/adapters/records-table.ts';

/** The files of cases; what reaches their bucket is loaded by the first page that shows some, not at every start. */
export function filesOnDemand(table: RecordsTable, bucket: string): CaseFiles {
  let opened: Promise<CaseFiles> | undefined;
  const files = (): Promise<CaseFiles> => {
    opened ??= import('../link-page/case-files.ts').then(({ caseFiles }) => caseFiles(table, bucket));
    return opened;
  };
  return {
    attachments: { list: async (caseId) => (await files()).attachments.list(caseId) },
    links: {
      origin: async () => (await files()).links.origin(),
      read: async (file, how) => (await files()).links.read(file, how),
    },
    sniff: async (content) => (await files()).sniff(content),
    uploads: {
      announce: async (file, at) => (await files()).uploads.announce(file, at),
      find: async (id) => (await files()).uploads.find(id),
      arrived: async (file) => (await files()).uploads.arrived(file),
      form: async (place, back, at) => (await files()).uploads.form(place, back, at),
      waiting: async (place) => (await files()).uploads.waiting(place),
      digest: async (file) => (await files()).uploads.digest(file),
      beginning: async (file) => (await files()).uploads.beginning(file),
      admit: async (file, arrived, how) => (await files()).uploads.admit(file, arrived, how),
      stow: async (file, arrived, at) => (await files()).uploads.stow(file, arrived, at),
      discard: async (file) => (await files()).uploads.discard(file),
    },
  };
}
