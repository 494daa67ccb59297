import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** What `npm start` was asked for. */
export interface Settings {
  readonly port: number;
  readonly awsPort: number;
  readonly smtpPort: number;
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
  readonly dynamodb: 'auto' | 'native' | 'java';
  /** An assembly to run as it is, instead of synthesizing this project's. */
  readonly assemblyDir?: string;
  readonly stage?: string;
}

export const usage = `npm start -- [options]

  --port N          应用端口 · port of the application (3000)
  --aws-port N      AWS 接口端口 · port of the AWS endpoint (4566)
  --smtp-port N     收信端口 · port that takes replies by SMTP (2525)
  --data DIR        数据目录 · where data is kept (.local)
  --fresh           清空数据重新开始 · forget all data first
  --dynamodb KIND   native | java | auto (auto)
  --assembly DIR    运行现成的云程序集 · run this cloud assembly instead of synthesizing
  --stage NAME      有多个阶段时选择其一 · which stage, when the assembly holds several
  --verbose         显示函数输出等细节 · show functions' output and other details
`;

/** Where data is kept unless told otherwise. */
export const defaultDataDir = join(fileURLToPath(new URL('..', import.meta.url)), '.local');

/** Reads the command line. @throws Error naming the option that is wrong. */
export function readCommandLine(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '3000' },
      'aws-port': { type: 'string', default: '4566' },
      'smtp-port': { type: 'string', default: '2525' },
      data: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      dynamodb: { type: 'string', default: 'auto' },
      assembly: { type: 'string' },
      stage: { type: 'string' },
    },
  });
  const { dynamodb } = values;
  if (dynamodb !== 'auto' && dynamodb !== 'native' && dynamodb !== 'java') {
    throw new Error(`--dynamodb is native, java or auto, not ${dynamodb}`);
  }
  return {
    port: portIn('--port', values.port),
    awsPort: portIn('--aws-port', values['aws-port']),
    smtpPort: portIn('--smtp-port', values['smtp-port']),
    dataDir: values.data === undefined ? defaultDataDir : resolve(values.data),
    fresh: values.fresh,
    verbose: values.verbose,
    help: values.help,
    dynamodb,
    ...(values.assembly === undefined ? {} : { assemblyDir: resolve(values.assembly) }),
    ...(values.stage === undefined ? {} : { stage: values.stage }),
  };
}

function portIn(flag: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${flag} is a port number, not ${text}`);
  return port;
}
