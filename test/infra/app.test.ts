import { Stack } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { stackNames, templateOf, wholeApp } from './synthesized.ts';

describe('app', () => {
  test('is eleven stacks for a stage, and eleven more for each further stage', () => {
    const app = wholeApp({ stages: [{ stage: 'dev' }, { stage: 'prod' }] });
    const names = app.node.children.filter(Stack.isStack).map(({ stackName }) => stackName);
    expect(names).toEqual(['dev', 'prod'].flatMap((stage) => stackNames.map((name) => `sales-sop-${stage}-${name}`)));
  });

  test('the same sources make the same templates, byte for byte', () => {
    const [one, other] = [wholeApp(), wholeApp()];
    for (const name of stackNames) {
      expect(JSON.stringify(templateOf(other, name))).toBe(JSON.stringify(templateOf(one, name)));
    }
  });

  test('no template needs an account, a region or a look-up', () => {
    const app = wholeApp();
    for (const name of stackNames) {
      expect(JSON.stringify(templateOf(app, name).toJSON())).not.toMatch(/\b\d{12}\b/);
    }
    expect(app.synth().manifest.missing).toBeUndefined();
  });
});
