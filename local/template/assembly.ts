import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type Template, templateSchema } from './template.ts';

/** One stack of the assembly: what CloudFormation would be given. */
export interface AssemblyStack {
  readonly name: string;
  /** Id in the assembly, by which other stacks depend on it. */
  readonly artifactId: string;
  readonly template: Template;
  /** Object key in the asset bucket → file or folder on disk. */
  readonly assets: ReadonlyMap<string, string>;
}

const manifestSchema = z.object({
  artifacts: z
    .record(
      z.string(),
      z.object({
        type: z.string(),
        dependencies: z.array(z.string()).default([]),
        properties: z
          .object({
            templateFile: z.string().optional(),
            stackName: z.string().optional(),
            directoryName: z.string().optional(),
            file: z.string().optional(),
          })
          .optional(),
      }),
    )
    .default({}),
});
type Manifest = z.infer<typeof manifestSchema>;

const assetsSchema = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional(), packaging: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/**
 * Reads a synthesized cloud assembly.
 * @param dir the assembly's folder (`cdk.out`).
 * @param stage which nested assembly (CDK stage) to take when there are several; by default the only one, or `local`.
 * @returns the stacks, each after those it depends on.
 * @throws Error when there is no assembly, or the stage is not settled.
 */
export function readAssembly(dir: string, stage?: string): AssemblyStack[] {
  const { root, manifest } = chooseStage(resolve(dir), stage);
  const stacks = new Map<string, AssemblyStack>();
  for (const [artifactId, artifact] of Object.entries(manifest.artifacts)) {
    if (artifact.type !== 'aws:cloudformation:stack') continue;
    const templateFile = artifact.properties?.templateFile;
    if (templateFile === undefined) throw new Error(`${artifactId} in ${root}/manifest.json names no template file`);
    const template = templateSchema.parse(readJson(join(root, templateFile)));
    const name = artifact.properties?.stackName ?? artifactId;
    stacks.set(artifactId, { name, artifactId, template, assets: readAssets(root, manifest, artifact.dependencies) });
  }
  return inDeployOrder(stacks, manifest);
}

function chooseStage(root: string, stage: string | undefined): { root: string; manifest: Manifest } {
  if (!existsSync(join(root, 'manifest.json'))) {
    throw new Error(`${root} holds no cloud assembly: synthesize the CDK app first (npx cdk synth)`);
  }
  const manifest = manifestSchema.parse(readJson(join(root, 'manifest.json')));
  const nested = Object.entries(manifest.artifacts).filter(([, artifact]) => artifact.type === 'cdk:cloud-assembly');
  if (nested.length === 0) return { root, manifest };
  const named = (name: string) => nested.find(([id]) => id === name || id === `assembly-${name}`);
  const chosen = stage === undefined ? (named('local') ?? (nested.length === 1 ? nested[0] : undefined)) : named(stage);
  const folder = chosen?.[1].properties?.directoryName;
  if (folder === undefined) {
    throw new Error(`choose one of the assembly's stages: ${nested.map(([id]) => id).join(', ')}`);
  }
  return chooseStage(join(root, folder), undefined);
}

function readAssets(root: string, manifest: Manifest, dependencies: readonly string[]): Map<string, string> {
  const assets = new Map<string, string>();
  for (const id of dependencies) {
    const artifact = manifest.artifacts[id];
    if (artifact?.type !== 'cdk:asset-manifest' || artifact.properties?.file === undefined) continue;
    const { files } = assetsSchema.parse(readJson(join(root, artifact.properties.file)));
    for (const file of Object.values(files)) {
      if (file.source.path === undefined) continue;
      for (const { objectKey } of Object.values(file.destinations)) {
        assets.set(objectKey, resolve(root, file.source.path));
      }
    }
  }
  return assets;
}

function inDeployOrder(stacks: ReadonlyMap<string, AssemblyStack>, manifest: Manifest): AssemblyStack[] {
  const ordered: AssemblyStack[] = [];
  const seen = new Set<string>();
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const dependency of manifest.artifacts[id]?.dependencies ?? []) visit(dependency);
    const stack = stacks.get(id);
    if (stack) ordered.push(stack);
  };
  for (const id of stacks.keys()) visit(id);
  return ordered;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
