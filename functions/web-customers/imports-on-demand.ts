import type { RecordsTable } from '../shared/adapters/records-table.ts';
import { MAX_FILE_BYTES, uploadKey } from '../shared/domain/customer-import.ts';
import type { ImportPagesWorld } from './customers-world.ts';

/** Imports' files and their machine; what reaches the bucket and the machine is loaded when it is needed, not at every start. */
export function importsOnDemand(
  table: RecordsTable,
  { bucket, machine }: { readonly bucket: string; readonly machine: string },
): Pick<ImportPagesWorld, 'importLinks' | 'importForm' | 'importWorkflow'> {
  const { region, credentials } = table.client.config;
  const surroundings = { region, credentials, endpoint: process.env.AWS_ENDPOINT_URL };
  const links = async () => (await import('../shared/adapters/s3-upload-links.ts')).s3UploadLinks(bucket, surroundings);
  return {
    importLinks: {
      upload: async (key) => (await links()).upload(key),
      download: async (key, name) => (await links()).download(key, name),
    },
    importForm: async (id, back, at) => {
      const { s3Forms } = await import('../shared/adapters/s3-forms.ts');
      const key = uploadKey(id);
      const { action, fields } = await s3Forms(bucket, surroundings)(key, MAX_FILE_BYTES, back, at);
      // The one place where this import's file is awaited, whatever the file is called.
      return { action, fields: { ...fields, key } };
    },
    importWorkflow: {
      async start(name, input) {
        const { stepFunctions } = await import('../shared/adapters/step-functions.ts');
        return stepFunctions({ stateMachineArn: machine }).start(name, input);
      },
    },
  };
}
