import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { addStages, flags } from '../../infra/app.ts';
import { type StageSettings, stageSettings } from '../../infra/config.ts';

/** Settings as a test needs them; everything left out has the deployment's default. */
export function settings(own: z.input<typeof stageSettings> = {}): StageSettings {
  return stageSettings.parse(own);
}

/** An app that writes to a folder of its own, gone when the tests are. */
export function emptyApp(context: Readonly<Record<string, unknown>> = {}): App {
  const outdir = mkdtempSync(join(tmpdir(), 'sales-sop-synth-'));
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  return new App({ context: { ...flags, ...context }, outdir, analyticsReporting: false });
}

/** The whole app, as `cdk deploy --all` would see it. */
export function wholeApp(context: Readonly<Record<string, unknown>> = {}): App {
  const app = emptyApp(context);
  addStages(app);
  return app;
}

/** The template of one stack of the app: `data`, `mail`, `api`, `workflows` or `monitoring`. */
export function templateOf(app: App, stack: string, stage = 'prod'): Template {
  const child = app.node.findChild(`sales-sop-${stage}-${stack}`);
  if (!Stack.isStack(child)) throw new Error(`${stack} is no stack`);
  return Template.fromStack(child);
}

export const stackNames = [
  'data',
  'mail',
  'api',
  'workflows',
  'monitoring',
  'audit',
  'deliveries',
  'intake',
  'sla',
  'recycling',
  'outbox',
] as const;

const policy = z.object({
  Properties: z.object({
    Roles: z.array(z.object({ Ref: z.string() })),
    PolicyDocument: z.object({
      Statement: z.array(
        z.object({
          Effect: z.literal('Allow'),
          Action: z.union([z.string().transform((action) => [action]), z.array(z.string())]),
          Resource: z.unknown(),
          Condition: z.unknown().optional(),
        }),
      ),
    }),
  }),
});

const lambdaFunction = z.object({
  Properties: z.object({
    FunctionName: z.string(),
    Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  }),
});

/** One thing a function may do. */
export interface Permission {
  /** The function's folder: `open-task`. */
  readonly who: string;
  readonly action: string;
  /** As the template says it, in JSON. */
  readonly on: string;
  readonly condition: unknown;
}

/** What every function of the stage may do, read from the roles' policies. */
export function permissionsOf(app: App, stage = 'prod'): readonly Permission[] {
  return stackNames.flatMap((stack) => {
    const template = templateOf(app, stack, stage);
    const whoByRole = new Map(
      Object.values(template.findResources('AWS::Lambda::Function')).map((found) => {
        const { FunctionName, Role } = lambdaFunction.parse(found).Properties;
        return [Role['Fn::GetAtt'][0], FunctionName.replace(`sales-sop-${stage}-`, '')];
      }),
    );
    return Object.values(template.findResources('AWS::IAM::Policy')).flatMap((found) => {
      const { Roles, PolicyDocument } = policy.parse(found).Properties;
      return Roles.flatMap(({ Ref }) => {
        const who = whoByRole.get(Ref);
        if (who === undefined) return [];
        return PolicyDocument.Statement.flatMap(({ Action, Resource, Condition }) =>
          Action.map((action) => ({ who, action, on: JSON.stringify(Resource), condition: Condition })),
        );
      });
    });
  });
}
