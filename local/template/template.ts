import { z } from 'zod';
import type { Json } from '../asl/contract.ts';

const json: z.ZodType<Json> = z.json();

/** A CloudFormation template, as far as the local run reads it. */
export const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: json.optional() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), json))).default({}),
  Conditions: z.record(z.string(), json).default({}),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Condition: z.string().optional(),
      Properties: z.record(z.string(), json).default({}),
      DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
      Metadata: z.record(z.string(), json).optional(),
    }),
  ),
  Outputs: z
    .record(
      z.string(),
      z.object({ Value: json, Condition: z.string().optional(), Export: z.object({ Name: json }).optional() }),
    )
    .default({}),
  Transform: json.optional(),
});

export type Template = z.infer<typeof templateSchema>;
export type TemplateResource = Template['Resources'][string];
