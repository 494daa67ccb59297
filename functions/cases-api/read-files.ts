import type * as z from 'zod/mini';
import type { Attachments, FileLinks } from '../shared/domain/attachment.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { fileView } from './contract.ts';
import { type ReadCaseWorld, visibleCase } from './read-case.ts';

/** The files of cases, as readers reach them. */
export interface FilesOfCases {
  readonly attachments: Pick<Attachments, 'list'>;
  readonly links: Pick<FileLinks, 'read'>;
}

/** The case's files by task, each to be saved under its name. Throws as `visibleCase` does. */
export async function readFiles(
  world: ReadCaseWorld & { readonly files: FilesOfCases },
  actor: Actor,
  id: string,
): Promise<z.input<typeof fileView>[]> {
  await visibleCase(world, actor, id);
  const files = await world.files.attachments.list(id);
  return Promise.all(
    files.map(async (file) => ({ ...file, address: await world.files.links.read(file, { inline: false }) })),
  );
}
