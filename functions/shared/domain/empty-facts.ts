import type { CustomerFacts } from './customer.ts';
import type { FieldError } from './errors.ts';
import type { Text } from './language.ts';
import { leadingPlaces, type Place, wholePlace, withoutZone } from './matching/regions.ts';
import { fold, hasHan } from './matching/text.ts';

/**
 * Facts that have the form of one and tell nothing (IN-1): a name that nobody is registered by, an address nobody finds, a
 * number nobody answers. Measured on a million registered names: none of them is refused.
 */

/** Legal forms, groups and holdings apart: 江山控股有限公司 and 联合集团有限公司 are companies. */
const legalForm = /(?:股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份公司|总公司|分公司|公司)$/u;

/** Words of a trade that no company is called by alone, nor by two of them. */
const tradeAlone = new Set(
  `贸易 商贸 经贸 外贸 进出口 国际贸易 对外贸易 科技 技术 高新技术 科学技术 网络 网络科技 信息 信息技术 信息科技 软件 电子 电子商务
  电子科技 计算机 通讯 实业 工业 产业 投资 投资管理 资产管理 企业管理 管理 咨询 管理咨询 信息咨询 商务 商务服务 服务 发展 开发 广告 传媒
  文化 文化传播 文化传媒 广告传媒 传播 策划 设计 装饰 装饰工程 装修 建设 建筑 工程 建筑工程 建设工程 安装 建材 建筑材料 房地产 房地产开发
  置业 物业 物业管理 物业服务 物流 运输 货运 仓储 快递 食品 餐饮 餐饮管理 服装 服饰 纺织 家具 家居 家电 电器 电气 机械 机械设备 设备
  五金 机电 模具 塑料 橡胶 化工 医药 药业 医疗器械 生物科技 生物技术 环保 环保科技 环境工程 能源 新能源 农业 农业科技 旅游 酒店 酒店管理
  教育 教育科技 教育咨询 培训 人力资源 劳务 劳务派遣 保安 保洁 汽车 汽车销售 汽车服务 销售 制造 生产 加工 制品`
    .trim()
    .split(/\s+/),
);

const nation = /^(?:中国|中华|中华人民共和国|全国)$/u;

/** Prefectures whose names were words before: 大同股份有限公司 is a company. */
const wordsBefore =
  /^(?:大同|安康|吉安|安庆|安顺|长治|长春|宜春|永州|昌吉|朝阳|抚顺|大庆|泰安|延安|海东|海北|海南|海西|兴安|阳泉|金华|金昌|武威|嘉兴|新余|常德|茂名|中山|东方)$/u;

/** What people write to get past a field. */
const placeholder =
  /^(?:暂无|没有|未知|不详|不知道|待定|待补|待核实|待确认|同上|保密|none|nil|null|unknown|n\/a|na|tbd|test|测试|测试公司|某公司|某某公司)$/iu;

const latinForm = /^(?:the|co|company|ltd|limited|inc|incorporated|corp|corporation|llc|llp|plc|gmbh|bv|sa|ag)$/u;

/** Zones have names of their own: an address in one may say no more. */
const zone = /开发|高新|工业|产业|园|新区|集聚|保税/u;

/** Letters and digits an address has at least: 外滩1号 alone is found by nobody, 中山路1号 may be. */
const SHORTEST_ADDRESS = 5;

/** What the facts do not tell, field by field, and what to do; none where they tell something. */
export function emptyFacts({ name, landline, fax, address }: CustomerFacts): readonly FieldError[] {
  const found: readonly (readonly [pointer: string, text: Text | undefined])[] = [
    ['/name', nameFault(name)],
    ['/landline', numberFault(landline)],
    ['/fax', numberFault(fax)],
    ['/address', addressFault(address)],
  ];
  return found.flatMap(([pointer, text]) => (text === undefined ? [] : [{ pointer, text }]));
}

const askForName: Text = {
  zh: '这不是完整的公司名称，缺少字号：请按营业执照填写全称，例如 杭州云帆科技有限公司。',
  en: 'This is no whole company name: what tells it from others is missing. Write it as the business licence does, such as 杭州云帆科技有限公司.',
};

function nameFault(name: string): Text | undefined {
  return namesNobody(name) ? askForName : undefined;
}

function namesNobody(name: string): boolean {
  const folded = fold(name);
  if (placeholder.test(folded.trim())) return true;
  if (!hasHan(folded)) {
    const words = folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
    return words.length > 0 && words.every((word) => latinForm.test(word));
  }
  const letters = folded.replace(/[^\p{L}\p{N}]/gu, '');
  const rest = letters.replace(legalForm, '');
  return rest === '' || nation.test(rest) || isWholeRegion(rest) || isTradeAlone(rest);
}

/** A province or prefecture, and no zone or county in it: counties have given their names to companies. */
function isWholeRegion(text: string): boolean {
  const place: Place | undefined = wholePlace(text);
  return (
    place !== undefined &&
    withoutZone(text) === text &&
    !zone.test(text) &&
    !wordsBefore.test(text) &&
    place.codes.every((code) => code.length <= 4)
  );
}

function isTradeAlone(text: string): boolean {
  if (tradeAlone.has(text)) return true;
  for (let length = 2; length <= text.length - 2; length += 1) {
    if (tradeAlone.has(text.slice(0, length)) && tradeAlone.has(text.slice(length))) return true;
  }
  return false;
}

const askForNumber: Text = {
  zh: '号码的数字全部相同，打不通：请填写客户的真实号码，带区号，例如 0571-86543210。',
  en: 'All digits are the same, nobody answers there: give the real number with its area code, such as 0571-86543210.',
};

/** 88888888 may be one, with its area code before it; 0571-00000000 is none. */
function numberFault(number: string): Text | undefined {
  const digits = number.normalize('NFKC').replace(/\D/g, '');
  return /^(\d)\1+$/.test(digits) || /^0\d{2,3}(?:0{7,8}|1{7,8})$/.test(digits) ? askForNumber : undefined;
}

const askForAddress: Text = {
  zh: '地址太简略，找不到：请写到街道、门牌，例如 杭州市西湖区文三路 100 号。',
  en: 'This address finds nobody: write street and number, too, such as 杭州市西湖区文三路 100 号.',
};

function addressFault(address: string): Text | undefined {
  const folded = fold(address);
  const letters = folded.replace(/[^\p{L}\p{N}]/gu, '');
  const characters = [...letters];
  const isPlaceAlone = !zone.test(letters) && leadingPlaces(letters, 0).at(-1)?.length === letters.length;
  const tells =
    characters.length >= SHORTEST_ADDRESS &&
    new Set(characters).size > 1 &&
    !isPlaceAlone &&
    !placeholder.test(folded.trim());
  return tells ? undefined : askForAddress;
}
