/**
 * Well-known foreign brands by their Chinese names, which neither sound nor mean the same: makers, dealers and banks that
 * have companies in China. Chinese name and Latin letters in turn.
 */
export const knownBrands =
  '西门子siemens 博世bosch 巴斯夫basf 拜耳bayer 施耐德schneider 霍尼韦尔honeywell 艾默生emerson 罗克韦尔rockwell ' +
  '卡特彼勒caterpillar 康明斯cummins 伊顿eaton 派克parker 杜邦dupont 陶氏dow 埃克森美孚exxonmobil 壳牌shell 英特尔intel ' +
  '微软microsoft 甲骨文oracle 思科cisco 惠普hp 戴尔dell 苹果apple 谷歌google 亚马逊amazon 高通qualcomm 英伟达nvidia ' +
  '美光micron 飞利浦philips 诺基亚nokia 爱立信ericsson 沃尔沃volvo 大众volkswagen 奔驰benz 梅赛德斯mercedes 宝马bmw ' +
  '奥迪audi 保时捷porsche 丰田toyota 本田honda 日产nissan 马自达mazda 三菱mitsubishi 铃木suzuki 斯巴鲁subaru 雅马哈yamaha ' +
  '电装denso 爱信aisin 日立hitachi 东芝toshiba 松下panasonic 索尼sony 夏普sharp 佳能canon 尼康nikon 理光ricoh 富士fuji ' +
  '富士通fujitsu 京瓷kyocera 村田murata 欧姆龙omron 基恩士keyence 发那科fanuc 安川yaskawa 小松komatsu 久保田kubota ' +
  '大金daikin 三星samsung 现代hyundai 起亚kia 浦项posco 乐金lg 福特ford 特斯拉tesla 波音boeing 空客airbus 空中客车airbus ' +
  '米其林michelin 普利司通bridgestone 固特异goodyear 采埃孚zf 舍弗勒schaeffler 蒂森克虏伯thyssenkrupp 通力kone 奥的斯otis ' +
  '迅达schindler 利乐tetrapak 阿特拉斯atlas 山特维克sandvik 斯凯孚skf 宜家ikea 沃尔玛walmart 家乐福carrefour 好时hershey ' +
  '雀巢nestle 联合利华unilever 宝洁procter 高露洁colgate 强生johnson 辉瑞pfizer 罗氏roche 诺华novartis 默克merck ' +
  '默沙东msd 赛诺菲sanofi 阿斯利康astrazeneca 葛兰素史克gsk 礼来lilly 雅培abbott 美敦力medtronic 百特baxter ' +
  '费森尤斯fresenius 贝克曼beckman 赛默飞thermo 安捷伦agilent 岛津shimadzu 蔡司zeiss 徕卡leica 汉高henkel 赢创evonik ' +
  '朗盛lanxess 科思创covestro 阿克苏诺贝尔akzonobel 圣戈班saintgobain 液化空气airliquide 林德linde 威立雅veolia 苏伊士suez ' +
  '阿尔斯通alstom 泰科tyco 安费诺amphenol 莫仕molex 菲尼克斯phoenix 魏德米勒weidmuller 倍福beckhoff 费斯托festo 库卡kuka ' +
  '通快trumpf 海德汉heidenhain 海克斯康hexagon 史丹利stanley 喜利得hilti 伍尔特wurth 麦当劳mcdonalds 肯德基kfc ' +
  '星巴克starbucks 可口可乐cocacola 百事pepsi 耐克nike 阿迪达斯adidas 优衣库uniqlo 迪卡侬decathlon 欧莱雅loreal ' +
  '资生堂shiseido 希尔顿hilton 万豪marriott 洲际intercontinental 凯悦hyatt 敦豪dhl 联邦快递fedex 马士基maersk 毕马威kpmg ' +
  '德勤deloitte 普华永道pwc 安永ey 埃森哲accenture 花旗citibank 汇丰hsbc 渣打standardchartered 瑞银ubs 安联allianz 安盛axa ' +
  '友邦aia 保诚prudential';
