"""Sections that tie a general subject to one district: where, who, how far, and what is free there."""

SECTIONS = [
    "## {district}的情况／看看{district}\n{district}在本站登记的园区有 {park_count} 个。其中{park}以{theme}为主，已建成 {built} 平方公里，{land_sentence}",
    "## 一个例子／身边的例子\n{company}[去年|前不久]在{park}办过同样的事。经办人说，[最花时间的是找齐材料，真正办理不到一周|准备用了两周，办理只用了三天]，建议[先列清单、再分头准备|把能提前做的都提前做]。",
    "## 从{park}出发／位置与距离\n{park}距{station}约 {station_km} 公里，到天津滨海国际机场约 {airport_km} 公里，到天津港约 {port_km} 公里，[可以据此估算通勤和运输时间|选址时可作参考]。",
    "## 园区怎么说／来自园区的提醒\n{park}招商人员提醒：[前期资料越具体，答复越快|问题最好一次问全]。电话里说不清的，[可以约到现场看|专员可以上门]。园区目前以{theme}类项目为主，[不符合方向的会如实告知|方向不合适的会推荐到其他园区]。",
    "## {district}可看的厂房\n{factories}",
    "## {district}在租的办公空间\n{offices}",
    "## {district}在供的土地\n{lands}",
    "## 就近的园区／同区的园区\n{park}：{summary}另一处是{park2}，{summary2}",
    "## 相关文件／可以查阅的文件\n{policies}\n引用前请在政策库核对是否现行有效。",
    "## 时间怎么安排\n以{park}的经验，[材料准备一周、窗口办理三到五天、整改补正再留一周|准备、办理、补正各留一周]比较稳妥。月底和季末窗口较忙，[尽量避开|能错开就错开]。",
]
