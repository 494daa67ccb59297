import type { Application } from '../shared/domain/application.ts';
import type { Applications, People } from '../shared/domain/ports.ts';
import type { OtherApplication } from './contract.ts';

/**
 * The other open applications for the same customer (IN-4): that there are some for whoever applied, whose they are for the
 * approval group.
 */
export async function othersPending(
  {
    applications,
    people,
  }: { readonly applications: Pick<Applications, 'openAbout'>; readonly people: Pick<People, 'get'> },
  { id, subjects = [] }: Pick<Application, 'id' | 'subjects'>,
  { decides }: { readonly decides: boolean },
): Promise<{ readonly others?: OtherApplication[] }> {
  const open = (await applications.openAbout(subjects)).filter((other) => other.id !== id);
  if (open.length === 0) return {};
  return {
    others: await Promise.all(
      open.map(async ({ id: other, applicant, createdAt }) =>
        decides
          ? {
              createdAt,
              id: other,
              applicant: { id: applicant, name: (await people.get(applicant))?.name ?? applicant },
            }
          : { createdAt },
      ),
    ),
  };
}
