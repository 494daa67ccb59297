/** Characters that a scanner or a hurried eye takes for one another, in pairs. */
const pairs =
  '己已巳己未末土士日曰人入八入大太大犬天夫王玉王壬千干于干千于贝见开井午牛田由由甲申甲木本目自乌鸟户尸刀力' +
  '清情晴睛辰晨倍培洋详锦绵铭络洛络昊吴旱早盛威恒桓泰秦荣莱瑞端佳住嘉喜康唐炜伟玮伟达迭百白华毕腾滕博搏' +
  '诚城诚成浩洁联朕航杭翔祥建健亿忆科料技枝贸贺设没备奋机杌源原凯铠峰锋鸿鸠宝宜宏宠宇字宁宇广厂无元丰羊' +
  '金全银很钢纲钢刚永水汇江泽译津律深探湖潮明朋昌冒智暂朗郎胜性新斩方万东车运远迅讯帮邦阳阴陆陇青责顺须' +
  '颖颍飞乙马鸟俊骏高亭龙尤';

const alike = new Set<string>();
for (let i = 0; i < pairs.length; i += 2) {
  alike.add(pairs.slice(i, i + 2));
  alike.add(pairs.charAt(i + 1) + pairs.charAt(i));
}

/** True when one character is easily read for the other. */
export function looksAlike(a: string, b: string): boolean {
  return alike.has(a + b);
}
