import { type App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { wholeApp } from './synthesized.ts';

/** Looks at the app as it is deployed: what one stack takes from another is settled when it is synthesized. */
function violations(app: App): readonly string[] {
  app.synth();
  return new AwsSolutionsChecks()
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    );
}

/** Every acknowledgement in the app: where, which rule, and the reason. */
function acknowledgements(app: App): readonly { path: string; rule: string; reason: string }[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data))
      .map(([rule, reason]) => ({ path: node.path, rule, reason: String(reason) })),
  );
}

describe('cdk-nag AwsSolutions', () => {
  test('finds nothing that is not acknowledged', () => {
    expect(violations(wholeApp())).toEqual([]);
  });

  test('finds nothing in a stage made to be thrown away either', () => {
    expect(violations(wholeApp({ stage: 'try', retained: 'false' }))).toEqual([]);
  });

  test('would find something: the check does look', () => {
    const app = wholeApp();
    new Bucket(new Stack(app, 'careless'), 'Bucket');
    expect(violations(app).join()).toContain('AwsSolutions-S1 careless/Bucket');
  });

  test('each acknowledgement gives its reason in a sentence, and none is for a whole stack', () => {
    const app = wholeApp();
    const all = acknowledgements(app);
    expect(all.length).toBeGreaterThan(0);
    for (const { path, rule, reason } of all) {
      expect(reason, `${rule} at ${path}`).toMatch(/^.{25,}\.$/);
      expect(path.split('/').length, `${rule} at ${path}`).toBeGreaterThan(1);
    }
  });

  test('each acknowledgement is still needed', () => {
    // given an app, and everything its rules find when nothing is acknowledged
    const app = wholeApp();
    const all = acknowledgements(app);
    const bare = wholeApp();
    for (const { node } of bare.node.findAll()) {
      for (const entry of [...node.metadata]) {
        if (entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          for (const key of Object.keys(entry.data)) delete entry.data[key];
      }
    }
    const found = violations(bare);
    // then every acknowledgement covers one of the findings
    const idle = all.filter(({ path, rule }) => {
      const id = rule.replace(/^annotation::/i, '');
      return !found.some((violation) => violation.startsWith(`${id} ${path}`));
    });
    expect(idle).toEqual([]);
  });
});
