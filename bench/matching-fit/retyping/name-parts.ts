/**
 * A registered name cut by the register's own columns and a short list of endings: on purpose not by the matcher's parser,
 * whose mistakes a test set must not repeat.
 */
export interface NameParts {
  readonly name: string;
  readonly province: string;
  readonly city: string;
  /** What the name begins with that is the province or the city of the register's columns, its 省 or 市 included. */
  readonly region: string;
  readonly brand: string;
  readonly trade: readonly string[];
  readonly legal: string;
}

const legalEnd = /(?:集团)?(?:股份有限公司|有限责任公司|有限公司|总公司|公司|厂)$/u;

/** The words a trade is cut into, longest first; what English names call them, in ways that people choose between. */
export const tradeEnglish: Readonly<Record<string, readonly string[]>> = {
  进出口贸易: ['Import and Export', 'Import & Export Trading', 'Imp. & Exp.'],
  医疗器械: ['Medical Instruments', 'Medical Equipment', 'Medical Devices'],
  电子商务: ['E-commerce', 'E-business', 'Electronic Commerce'],
  信息技术: ['Information Technology', 'Info Tech', 'IT'],
  信息科技: ['Information Technology', 'Info Tech'],
  网络科技: ['Network Technology', 'Network Tech', 'Internet Technology'],
  电子科技: ['Electronic Technology', 'Electronics Technology', 'Electronics Tech'],
  生物科技: ['Biotechnology', 'Bio-Tech', 'Biological Technology'],
  房地产: ['Real Estate', 'Property', 'Realty'],
  进出口: ['Import and Export', 'Import & Export'],
  新能源: ['New Energy'],
  新材料: ['New Materials', 'Advanced Materials'],
  供应链: ['Supply Chain'],
  计算机: ['Computer'],
  自动化: ['Automation'],
  人力资源: ['Human Resources', 'HR'],
  科技: ['Technology', 'Tech', 'Technologies', 'Sci-Tech', 'Science and Technology'],
  技术: ['Technology', 'Tech', 'Technical'],
  贸易: ['Trading', 'Trade', 'Commerce'],
  商贸: ['Trading', 'Commerce and Trade', 'Trade', 'Commercial Trading'],
  经贸: ['Economic and Trade', 'Trading'],
  工贸: ['Industry and Trade', 'Industrial and Trading'],
  机械: ['Machinery', 'Machine'],
  设备: ['Equipment', 'Equipments'],
  工程: ['Engineering', 'Project', 'Works'],
  建筑: ['Construction', 'Building', 'Architecture'],
  建设: ['Construction', 'Building'],
  安装: ['Installation'],
  装饰: ['Decoration', 'Decorating'],
  装潢: ['Decoration'],
  物流: ['Logistics'],
  运输: ['Transportation', 'Transport'],
  广告: ['Advertising', 'Ads', 'Advertisement'],
  传媒: ['Media'],
  文化: ['Culture', 'Cultural'],
  服务: ['Service', 'Services'],
  管理: ['Management'],
  咨询: ['Consulting', 'Consultancy', 'Consultants'],
  投资: ['Investment', 'Investments', 'Invest'],
  电子: ['Electronics', 'Electronic'],
  电气: ['Electric', 'Electrical'],
  电器: ['Electric Appliance', 'Electrical Appliances', 'Electric'],
  食品: ['Food', 'Foods', 'Foodstuff'],
  农业: ['Agriculture', 'Agricultural', 'Agri'],
  药业: ['Pharmaceutical', 'Pharma', 'Pharmaceuticals'],
  医药: ['Medicine', 'Pharmaceutical'],
  汽车: ['Auto', 'Automotive', 'Automobile'],
  销售: ['Sales', 'Marketing'],
  化工: ['Chemical', 'Chemicals', 'Chem'],
  塑料: ['Plastic', 'Plastics'],
  塑业: ['Plastic', 'Plastics'],
  纺织: ['Textile', 'Textiles'],
  服装: ['Garment', 'Clothing', 'Garments'],
  服饰: ['Garment', 'Apparel', 'Fashion'],
  环保: ['Environmental Protection', 'Environmental', 'Environment'],
  能源: ['Energy'],
  网络: ['Network', 'Networks'],
  信息: ['Information'],
  软件: ['Software'],
  教育: ['Education'],
  餐饮: ['Catering', 'Food & Beverage'],
  酒店: ['Hotel'],
  旅游: ['Travel', 'Tourism'],
  置业: ['Real Estate', 'Property'],
  开发: ['Development'],
  实业: ['Industrial', 'Industry', 'Enterprise', 'Industries'],
  发展: ['Development', 'Developing'],
  国际: ['International', "Int'l"],
  材料: ['Materials', 'Material'],
  建材: ['Building Materials', 'Building Material'],
  五金: ['Hardware'],
  机电: ['Mechanical & Electrical', 'Electromechanical', 'Electrical and Mechanical'],
  金属: ['Metal', 'Metals'],
  包装: ['Packaging', 'Packing', 'Package'],
  印刷: ['Printing'],
  家具: ['Furniture'],
  木业: ['Wood', 'Wood Industry'],
  物业: ['Property', 'Property Management'],
  园林: ['Landscape', 'Garden', 'Gardens'],
  绿化: ['Greening', 'Landscaping'],
  生物: ['Biological', 'Bio'],
  制造: ['Manufacturing', 'Mfg.', 'Manufacture'],
  模具: ['Mould', 'Mold', 'Tooling'],
  制品: ['Products'],
  消防: ['Fire Fighting', 'Fire Protection'],
  照明: ['Lighting'],
  通信: ['Communication', 'Communications', 'Telecom'],
  矿业: ['Mining'],
  劳务: ['Labor', 'Labour Service'],
  租赁: ['Leasing', 'Rental'],
  设计: ['Design'],
};

const tradeWords = Object.keys(tradeEnglish).sort((a, b) => b.length - a.length);

function cutTrade(core: string): { brand: string; trade: string[] } {
  const trade: string[] = [];
  let rest = core;
  for (;;) {
    const word = tradeWords.find((one) => rest.endsWith(one) && rest.length - one.length >= 2);
    if (word === undefined) return { brand: rest, trade };
    trade.unshift(word);
    rest = rest.slice(0, -word.length);
  }
}

function leadingRegion(name: string, province: string, city: string): string {
  const outers = [`${province}省`, `${province}市`, province, ''];
  return outers
    .flatMap((outer) => [`${outer}${city}市`, `${outer}${city}区`, `${outer}${city}`, outer])
    .filter((head) => head.length >= 2 && name.startsWith(head))
    .reduce((longest, head) => (head.length > longest.length ? head : longest), '');
}

/** Cuts a name, or undefined where the short lists do not suffice to tell its brand from its trade. */
export function partsOf(name: string, province: string, city: string): NameParts | undefined {
  if (province === '' || city === '' || /[()（）0-9a-zA-Z]/u.test(name)) return undefined;
  const legal = name.match(legalEnd)?.[0] ?? '';
  const region = leadingRegion(name, province, city);
  const { brand, trade } = cutTrade(name.slice(region.length, name.length - legal.length));
  const district = /^.{1,3}[县区镇乡旗]|开发区|高新/u.test(brand);
  const plain = legal !== '' && region !== '' && trade.length > 0 && !district && !/[市县区省]/u.test(brand);
  return plain && brand.length >= 2 && brand.length <= 4
    ? { name, province, city, region, brand, trade, legal }
    : undefined;
}
