import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Deployment, readDeployment } from '../../../local/template/deployment.ts';
import { fixtureAssembly } from '../fixtures/assembly.ts';

const surroundings = {
  region: 'us-east-1',
  account: '000000000000',
  appUrl: 'http://127.0.0.1:3000',
  awsUrl: 'http://127.0.0.1:4566',
  secretString: () => 'secret',
};
const copies: string[] = [];
afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true });
});

/** Reads the fixture's assembly after a change to the template of its second stack. */
function readChanged(change: (resources: Record<string, unknown>) => void): Deployment {
  const copy = mkdtempSync(join(tmpdir(), 'sales-sop-assembly-'));
  copies.push(copy);
  cpSync(fixtureAssembly(), copy, { recursive: true });
  const file = join(copy, 'FixtureWork.template.json');
  const template: { Resources: Record<string, unknown> } = JSON.parse(readFileSync(file, 'utf8'));
  change(template.Resources);
  writeFileSync(file, JSON.stringify(template));
  return readDeployment(copy, surroundings);
}

describe('reading a cloud assembly', () => {
  const deployment = readDeployment(fixtureAssembly(), surroundings);
  const named = (prefix: string) => deployment.functions.find(({ logicalId }) => logicalId.startsWith(prefix));

  test('values cross stacks by export and import', () => {
    const [table] = deployment.tables;
    expect(named('Echo')?.environment.TABLE_NAME).toBe(table?.name);
    expect(named('Echo')?.environment.SECRET_ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:/);
    expect(deployment.mappings.some(({ sourceArn }) => sourceArn === table?.streamArn)).toBe(true);
  });

  test('names are the same at every reading', () => {
    const again = readDeployment(fixtureAssembly(), surroundings);
    expect(again.functions.map(({ arn }) => arn)).toEqual(deployment.functions.map(({ arn }) => arn));
    expect(again.pools).toEqual(deployment.pools);
  });

  test('the API answers at the local address, however the template spells it', () => {
    expect(named('Http')?.environment).toMatchObject({
      PUBLIC_URL: 'http://127.0.0.1:3000',
      DEFAULT_URL: 'http://127.0.0.1:3000/',
    });
  });

  test("a state machine's placeholders are replaced by the functions' ARNs", () => {
    const definition = deployment.machines[0]?.definition ?? '';
    expect(definition).toContain(`"FunctionName":"${named('OpenTask')?.arn}"`);
    expect(definition).not.toContain('$' + '{');
  });

  test('routes carry their authorizer and scopes', () => {
    const routes = deployment.apis[0]?.routes ?? [];
    expect(routes.find(({ key }) => key === 'GET /open/{id}')?.authorizer).toBeUndefined();
    expect(routes.find(({ key }) => key === 'GET /scoped')).toMatchObject({
      scopes: ['cases/write'],
      authorizer: { issuer: deployment.pools[0]?.issuer, audiences: [deployment.pools[0]?.clients[0]?.id] },
    });
  });

  test('a type that is not covered is refused by the name of its resource', () => {
    const change = (resources: Record<string, unknown>) => {
      resources.Cluster = { Type: 'AWS::ECS::Cluster', Properties: {} };
    };
    expect(() => readChanged(change)).toThrow('FixtureWork/Cluster: the local run does not cover AWS::ECS::Cluster');
  });

  test('resources without local effect say why', () => {
    const alarm = deployment.resources.find(({ type }) => type === 'AWS::CloudWatch::Alarm');
    expect(alarm?.noLocalEffect).toBe('monitoring shows in AWS only');
  });
});
