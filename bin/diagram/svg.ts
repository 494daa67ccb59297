import type { Text } from '../../functions/shared/domain/language.ts';
import type { Role } from '../../functions/shared/domain/roles.ts';
import { roles } from '../../functions/shared/domain/roles.ts';
import type { Chart, ChartNode } from './chart.ts';
import {
  type Box,
  labelSize,
  moved,
  type Placed,
  type PlacedEdge,
  type PlacedNode,
  type Point,
  place,
} from './layout.ts';

/** Hue of each role, degrees: far enough apart to tell them from each other, and each node names its role besides. */
const hues: Partial<Record<Role, number>> = {
  customer: 145,
  sales: 215,
  assistant: 262,
  seal: 355,
  'order-review': 28,
  design: 312,
  publishing: 185,
  'sales-manager': 45,
  'approval-group': 45,
};

const margin = 24;
const gap = 44;
const head = 92;
const pad = 18;
const panelHead = 44;
/** A title needs so much. */
const narrowest = 420;

interface Panel extends Box {
  readonly title: Text;
  readonly placed: Placed;
}

/**
 * One process as an SVG that reads on light and dark grounds, Chinese first, English below: what comes before the fork
 * upper left, the first branch on the right, the second branch lower left.
 */
export async function drawProcess(title: Text, panelTitles: readonly Text[], chart: Chart): Promise<string> {
  const fork = chart.nodes.find(({ kind }) => kind === 'parallel');
  if (fork?.branches.length !== 2) throw new Error('The picture is made for one process of two branches');
  const [offer, right, lower] = await Promise.all([without(chart, fork), ...fork.branches].map(place));
  if (offer === undefined || right === undefined || lower === undefined) throw new Error('A part was not laid out');

  const leftWidth = Math.max(offer.width + legendWidth, lower.width) + 2 * pad;
  const first = panelAt({ x: margin, y: head, width: leftWidth }, offer, panelTitles[0]);
  const second = panelAt({ x: margin + leftWidth + gap, y: head, width: right.width + 2 * pad }, right, panelTitles[1]);
  const third = panelAt({ x: margin, y: first.y + first.height + gap, width: leftWidth }, lower, panelTitles[2]);
  const panels = [first, second, third];
  const width = second.x + second.width + margin;
  const bottom = Math.max(...panels.map(({ y, height }) => y + height));
  const height = bottom + 84;

  return picture(title, { width, height }, [
    ...panels.flatMap(panelDrawn),
    ...legend(first.x + first.width - legendWidth, head + panelHead + 190),
    ...forkDrawn(chart, fork, first, second, third),
    ...joinDrawn(second, third, bottom),
  ]);
}

/** A process without branches as the same picture of one panel. */
export async function drawStraight(title: Text, panelTitle: Text, chart: Chart): Promise<string> {
  const laid = await place(chart);
  const panel = panelAt({ x: margin, y: head, width: Math.max(laid.width, narrowest) + 2 * pad }, laid, panelTitle);
  const size = { width: panel.width + 2 * margin, height: panel.y + panel.height + margin };
  return picture(title, size, panelDrawn(panel));
}

function picture(
  title: Text,
  { width, height }: { width: number; height: number },
  content: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${at(width)} ${at(height)}" width="${at(width)}" height="${at(height)}" role="img" aria-labelledby="title" font-family="${fonts}">`,
    `<title id="title">${escaped(`${title.zh} · ${title.en}`)}</title>`,
    `<style>${style()}</style>`,
    `<rect class="ground" width="${at(width)}" height="${at(height)}" rx="12"/>`,
    '<defs>',
    ...['way', 'back'].map(
      (kind) =>
        `<marker id="${kind}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="${kind}-tip" d="M0 0L8 4L0 8z"/></marker>`,
    ),
    '</defs>',
    text(margin, 42, title.zh, 'h1'),
    text(margin, 66, title.en, 'h2'),
    ...content,
    '</svg>',
    '',
  ].join('\n');
}

/** The left column's panels are as wide as the wider of the two; the chart stands at their left edge. */
function panelAt(box: { x: number; y: number; width: number }, laid: Placed, title: Text = { zh: '', en: '' }): Panel {
  return {
    ...box,
    height: laid.height + panelHead + pad,
    title,
    placed: moved(laid, box.x + pad, box.y + panelHead),
  };
}

const fonts =
  "-apple-system, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif";

function without(chart: Chart, left: ChartNode | undefined): Chart {
  return {
    start: chart.start,
    nodes: chart.nodes.filter((node) => node !== left),
    edges: chart.edges.filter(({ from, to }) => from !== left?.name && to !== left?.name),
  };
}

function panelDrawn({ x, y, width, height, title, placed }: Panel): readonly string[] {
  return [
    `<rect class="panel" x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" rx="10"/>`,
    text(x + pad, y + 28, title.zh, 'h3', title.en),
    ...drawn(placed),
  ];
}

function drawn(placed: Placed): readonly string[] {
  return [...placed.edges.map(edge), ...placed.nodes.flatMap(nodeDrawn), ...placed.edges.flatMap(edgeLabel)];
}

function nodeDrawn({ node, branches, ...box }: PlacedNode): readonly string[] {
  const { x, y, width, height } = box;
  if (node.kind === 'parallel') {
    return [
      `<rect class="together" x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" rx="8"/>`,
      text(x + 14, y + 22, `${node.title.zh} · at the same time`, 'small'),
      ...branches.flatMap(drawn),
    ];
  }
  const middle = y + height / 2;
  const shape =
    node.kind === 'decision'
      ? `<path class="decision" d="M${at(x + 14)} ${at(y)}H${at(x + width - 14)}L${at(x + width)} ${at(middle)}L${at(x + width - 14)} ${at(y + height)}H${at(x + 14)}L${at(x)} ${at(middle)}z"/>`
      : `<rect class="${node.kind} ${node.role ?? ''}" x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" rx="${node.kind === 'person' ? 8 : at(height / 2)}"/>`;
  const badge =
    node.kind === 'person' && node.code !== undefined
      ? `<rect class="badge ${node.role}" x="${at(x + 8)}" y="${at(y + 9)}" width="36" height="28" rx="6"/>`
      : '';
  const left = x + (node.code === undefined ? 26 : 54);
  const role = node.role === undefined ? '' : `${roles[node.role].zh} · `;
  return [
    shape,
    badge,
    text(x + 26, y + 28, node.code ?? '', node.kind === 'person' ? 'code middle' : 'code plain middle'),
    text(left, y + 20, node.title.zh, 'zh'),
    text(left, y + 37, `${role}${node.title.en}`, 'en'),
  ];
}

function edge({ edge: { back }, points }: PlacedEdge): string {
  return way(points, back ? 'back' : 'way');
}

function way(points: readonly Point[], kind: 'way' | 'back' = 'way'): string {
  return `<path class="${kind}" d="${rounded(points)}" marker-end="url(#${kind}-tip)"/>`;
}

function edgeLabel({ edge: { label }, label: place }: PlacedEdge): readonly string[] {
  if (label === undefined || place === undefined) return [];
  const { width, height } = labelSize(label);
  return [
    `<rect class="label-ground" x="${at(place.x - width / 2)}" y="${at(place.y - height / 2)}" width="${at(width)}" height="${height}" rx="4"/>`,
    text(place.x, place.y - 2, label.zh, 'label middle'),
    text(place.x, place.y + 11, label.en, 'en middle'),
  ];
}

/** From the last state before the fork to the first of each branch. */
function forkDrawn(chart: Chart, fork: ChartNode, first: Panel, second: Panel, third: Panel): readonly string[] {
  const last = chart.edges.find(({ to }) => to === fork.name)?.from;
  const out = nodeNamed(first, last);
  const split = first.y + first.height + gap / 2;
  const from = { x: out.x + out.width / 2, y: out.y + out.height };
  const [right, lower] = [nodeNamed(second, fork.branches[0]?.start), nodeNamed(third, fork.branches[1]?.start)];
  const channel = second.x - gap / 2;
  const ways: readonly (readonly Point[])[] = [
    [
      from,
      { x: from.x, y: split },
      { x: channel, y: split },
      { x: channel, y: right.y + right.height / 2 },
      { x: right.x, y: right.y + right.height / 2 },
    ],
    [
      from,
      { x: from.x, y: split },
      { x: lower.x + lower.width / 2, y: split },
      { x: lower.x + lower.width / 2, y: lower.y },
    ],
  ];
  return [
    ...ways.map((points) => way(points)),
    text(from.x + 12, split - 6, fork.title.zh, 'small', 'at the same time'),
  ];
}

/** From the end of each branch to the end of the case. */
function joinDrawn(second: Panel, third: Panel, bottom: number): readonly string[] {
  const lastOf = ({ placed }: Panel) =>
    placed.nodes.reduce((lowest, node) => (node.y + node.height > lowest.y + lowest.height ? node : lowest));
  const [right, left] = [lastOf(second), lastOf(third)];
  const across = left.x + left.width / 2;
  const down = right.x + right.width / 2;
  const end = { x: down - 160, y: bottom + 24, width: 320, height: 40 };
  const middle = end.y + end.height / 2;
  return [
    way([
      { x: across, y: left.y + left.height },
      { x: across, y: middle },
      { x: end.x, y: middle },
    ]),
    way([
      { x: down, y: right.y + right.height },
      { x: down, y: end.y },
    ]),
    `<rect class="end" x="${at(end.x)}" y="${at(end.y)}" width="${end.width}" height="${end.height}" rx="20"/>`,
    text(end.x + end.width / 2, middle + 5, '两边都结束，案件完成', 'zh middle', 'both ended: the case is done'),
  ];
}

function nodeNamed({ placed }: Panel, name: string | undefined): PlacedNode {
  const found = placed.nodes.find(({ node }) => node.name === name);
  if (found === undefined) throw new Error(`${name} is not in the picture`);
  return found;
}

const legendWidth = 300;

function legend(x: number, y: number): readonly string[] {
  const rows = Object.keys(hues).filter(
    (role): role is Role => role !== 'sales-manager' && role !== 'approval-group' && role in roles,
  );
  const notes: readonly Text[] = [
    { zh: '六边形：判断', en: 'hexagon: a decision' },
    { zh: '灰色：系统自动完成', en: 'grey: done by the system' },
    { zh: '虚线：退回，原因随行', en: 'dashed: sent back, with the reason' },
    { zh: '30 天无人处理或退回过多：销售经理裁决', en: 'after 30 days, or too often: the manager decides' },
  ];
  return [
    text(x, y, '谁来做', 'h3', 'Who acts'),
    ...rows.flatMap((role, index) => [
      `<rect class="badge ${role}" x="${at(x)}" y="${at(y + 16 + index * 26)}" width="16" height="16" rx="4"/>`,
      text(x + 24, y + 29 + index * 26, roles[role].zh, 'label', roles[role].en.replace(/ department$/, '')),
    ]),
    ...notes.flatMap(({ zh, en }, index) => {
      const line = y + 56 + rows.length * 26 + index * 42;
      return [text(x, line, zh, 'label'), text(x, line + 16, en, 'en')];
    }),
  ];
}

function style(): string {
  const role = (ground: number, line: number, saturation: number) =>
    Object.entries(hues)
      .map(
        ([name, hue]) =>
          `.person.${name}{fill:hsl(${hue} ${saturation}% ${ground}%);stroke:hsl(${hue} ${saturation}% ${line}%)}.badge.${name}{fill:hsl(${hue} 55% 38%)}`,
      )
      .join('');
  return [
    'text{fill:#1f2328}.h1{font-size:24px;font-weight:700}.h2{font-size:14px;fill:#59636e}.h3{font-size:15px;font-weight:600}',
    '.en{font-size:11px;font-weight:400;fill:#59636e}.zh{font-size:14px;font-weight:600}.small{font-size:12px;fill:#59636e}',
    '.code{font-size:15px;font-weight:700;fill:#fff}.code.plain{fill:#59636e}.label{font-size:12px;fill:#59636e}.middle{text-anchor:middle}',
    '.ground{fill:#fff}.panel{fill:#f6f8fa;stroke:#d1d9e0}.together{fill:#fff;stroke:#d1d9e0}.label-ground{fill:#f6f8fa}',
    '.person{stroke-width:1.2}.decision{fill:#fff;stroke:#818b98;stroke-width:1.2}.automatic{fill:#eaeef2;stroke:none}.end{fill:#fff;stroke:#818b98;stroke-width:1.6}',
    '.way{fill:none;stroke:#59636e;stroke-width:1.5}.back{fill:none;stroke:#b35900;stroke-width:1.4;stroke-dasharray:5 4}.way-tip{fill:#59636e}.back-tip{fill:#b35900}',
    role(95, 62, 60),
    '@media (prefers-color-scheme:dark){text{fill:#f0f6fc}.h2,.en,.small,.label,.code.plain{fill:#9198a1}.code{fill:#fff}',
    '.ground{fill:#0d1117}.panel{fill:#151b23;stroke:#3d444d}.together{fill:#0d1117;stroke:#3d444d}.label-ground{fill:#151b23}.decision,.end{fill:#0d1117;stroke:#9198a1}.automatic{fill:#262c36}',
    '.way{stroke:#9198a1}.way-tip{fill:#9198a1}.back{stroke:#f0883e}.back-tip{fill:#f0883e}',
    role(17, 42, 35),
    '}',
  ].join('');
}

function rounded(points: readonly Point[], radius = 6): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (before === undefined) return `M${at(point.x)} ${at(point.y)}`;
      if (after === undefined) return `L${at(point.x)} ${at(point.y)}`;
      const start = towards(point, before, radius);
      const end = towards(point, after, radius);
      return `L${at(start.x)} ${at(start.y)}Q${at(point.x)} ${at(point.y)} ${at(end.x)} ${at(end.y)}`;
    })
    .join('');
}

function towards(from: Point, to: Point, most: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(most, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function text(x: number, y: number, content: string, classes: string, beside?: string): string {
  const more = beside === undefined ? '' : `<tspan class="en" dx="6">${escaped(beside)}</tspan>`;
  return `<text class="${classes}" x="${at(x)}" y="${at(y)}">${escaped(content)}${more}</text>`;
}

const at = (value: number) => Math.round(value * 10) / 10;
const escaped = (raw: string) => raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
