import Elk, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import type { Text } from '../../functions/shared/domain/language.ts';
import type { Chart, ChartEdge, ChartNode } from './chart.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Box {
  readonly node: ChartNode;
  /** The branches of a parallel node, within its box. */
  readonly branches: readonly Placed[];
}

export interface PlacedEdge {
  readonly edge: ChartEdge;
  readonly points: readonly Point[];
  /** Where the label's middle is. */
  readonly label: Point | undefined;
}

/** A chart with places. Coordinates are those of the picture. */
export interface Placed extends Box {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const nodeSize = { width: 272, height: 46 } as const;
const pad = 18;
const heading = 34;
const gap = 22;

const elk = new Elk.default();
const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.spacing.nodeNodeBetweenLayers': '24',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '4',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
} as const;

/** Places a chart with its upper left corner at the origin, the branches of parallel nodes side by side within them. */
export async function place(chart: Chart): Promise<Placed> {
  const inner = new Map<string, readonly Placed[]>();
  for (const node of chart.nodes) inner.set(node.name, await Promise.all(node.branches.map(place)));

  const order = new Map(chart.nodes.map(({ name }, index) => [name, index]));
  const upwards = ({ from, to }: ChartEdge) => (order.get(to) ?? 0) < (order.get(from) ?? 0);
  const children = chart.nodes.map((node) => boxed(node.name, sizeOf(inner.get(node.name) ?? [])));
  const edges = chart.edges.map(
    (edge, index): ElkExtendedEdge => ({
      id: String(index),
      sources: [`${edge.from}|${edge.back || upwards(edge) ? 'aside' : 'out'}`],
      targets: [`${edge.to}|${upwards(edge) ? 'again' : 'in'}`],
      layoutOptions: { 'elk.layered.priority.straightness': edge.back ? '0' : '50' },
      ...(edge.label === undefined ? {} : { labels: [{ text: edge.label.zh, ...labelSize(edge.label) }] }),
    }),
  );
  const laid: ElkNode = await elk.layout({ id: 'root', layoutOptions: options, children, edges });

  const nodes = chart.nodes.map((node): PlacedNode => {
    const { x = 0, y = 0, width = 0, height = 0 } = laid.children?.find(({ id }) => id === node.name) ?? {};
    let left = x + pad;
    const branches = (inner.get(node.name) ?? []).map((branch) => {
      const placed = moved(branch, left, y + heading);
      left += branch.width + gap;
      return placed;
    });
    return { node, x, y, width, height, branches };
  });
  return {
    x: 0,
    y: 0,
    width: laid.width ?? 0,
    height: laid.height ?? 0,
    nodes,
    edges: (laid.edges ?? []).map((found, index) => placedEdge(found, chart.edges[index])),
  };
}

/** The same, elsewhere. */
export function moved(placed: Placed, dx: number, dy: number): Placed {
  const shift = <P extends Point>(point: P): P => ({ ...point, x: point.x + dx, y: point.y + dy });
  return {
    ...shift(placed),
    nodes: placed.nodes.map((node) => ({
      ...shift(node),
      branches: node.branches.map((branch) => moved(branch, dx, dy)),
    })),
    edges: placed.edges.map(({ edge, points, label }) => ({
      edge,
      points: points.map(shift),
      label: label && shift(label),
    })),
  };
}

/** Room for a label: Chinese above, English below. */
export function labelSize({ zh, en }: Text): { width: number; height: number } {
  return { width: Math.max(textWidth(zh, 12), textWidth(en, 10.5)) + 8, height: 30 };
}

/** A Han character is as wide as high, a Latin letter a good half of it. */
function textWidth(text: string, size: number): number {
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? size : size * 0.54), 0);
}

/** A node whose straight way runs through its middle, from above to below; what is sent back leaves and comes in beside. */
function boxed(name: string, { width, height }: { width: number; height: number }): ElkNode {
  const port = (side: string, x: number, y: number, to: string) => ({
    id: `${name}|${to}`,
    x,
    y,
    width: 0,
    height: 0,
    layoutOptions: { 'elk.port.side': side },
  });
  return {
    id: name,
    width,
    height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: [
      port('NORTH', width / 2, 0, 'in'),
      port('SOUTH', width / 2, height, 'out'),
      port('EAST', width, height / 2, 'aside'),
      port('EAST', width, height / 2 - 12, 'again'),
    ],
  };
}

function sizeOf(branches: readonly Placed[]): { width: number; height: number } {
  if (branches.length > 0) {
    return {
      width: branches.reduce((sum, { width }) => sum + width, 2 * pad + gap * (branches.length - 1)),
      height: Math.max(...branches.map(({ height }) => height)) + heading + pad,
    };
  }
  return nodeSize;
}

function placedEdge(found: ElkExtendedEdge, edge: ChartEdge | undefined): PlacedEdge {
  if (edge === undefined) throw new Error('The layout returned an edge that was not asked for');
  const points = (found.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  const [label] = found.labels ?? [];
  return {
    edge,
    points,
    label: label && { x: (label.x ?? 0) + (label.width ?? 0) / 2, y: (label.y ?? 0) + (label.height ?? 0) / 2 },
  };
}
