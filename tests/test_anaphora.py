"""Anaphora: whom "he", "we", "both organisations" or "his Turkish counterpart" stand for, or why that is not told.

In the texts "! " marks a title, "# " a heading, "^ " a caption, "@Name: " a turn. Expected are all words found, in
order: `=` what each stands for (`+` where it is several), `?` and the reason where it is NULL.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise

import pytest

from tests.factories import DAY
from transforms.anaphora import find_anaphora
from transforms.knowledge import load_knowledge
from transforms.knowledge.names import load_names
from transforms.mentions import find_mentions
from transforms.model import Document, Mention, Passage, PublishedDate, Span, make_id
from transforms.nlp import Analysis, analyze
from transforms.quotes import find_quotes
from transforms.resolve import Context, resolve_names
from transforms.roles import resolve_roles

_SHORT = {
    "stoltenberg": "jens-stoltenberg", "leyen": "ursula-von-der-leyen", "borrell": "josep-borrell",
    "michel": "charles-michel", "metsola": "roberta-metsola", "biden": "joe-biden", "blinken": "antony-blinken",
    "austin": "lloyd-austin", "scholz": "olaf-scholz", "baerbock": "annalena-baerbock", "macron": "emmanuel-macron",
    "pistorius": "boris-pistorius", "kuleba": "dmytro-kuleba", "umerov": "rustem-umerov", "eu": "european-union",
    "zelenskyy": "volodymyr-zelenskyy", "valtonen": "elina-valtonen", "fidan": "hakan-fidan", "bauer": "rob-bauer",
    "niinisto": "sauli-niinisto", "meloni": "giorgia-meloni", "commission": "european-commission",
    "us": "united-states", "turkey": "turkiye", "eeas": "european-external-action-service",
    "lang": "new-person-robin-lang", "berg": "new-person-kim-berg",
}

PERSONS = [
    # the subject of the sentence before goes on
    ("Mr Stoltenberg arrived in Kyiv on Monday. He met the troops.", "He=stoltenberg"),
    ("Jens Stoltenberg spoke first. He thanked Josep Borrell. He then left.", "He=stoltenberg; He=stoltenberg"),
    ("Ursula von der Leyen met Jens Stoltenberg. She thanked him for the visit.", "She=leyen; him=stoltenberg"),
    ("Ursula von der Leyen met Jens Stoltenberg. He thanked her for the visit.", "He=stoltenberg; her=leyen"),
    ("Josep Borrell chaired the meeting in Brussels. He briefed the ministers.\n\nHe also spoke about Gaza.",
     "He=borrell; He=borrell"),
    ("Charles Michel presented his report to the Parliament.", "his=michel"),
    ("Annalena Baerbock presented her plan in Berlin.", "her=baerbock"),
    ("The decision is hers, Ursula von der Leyen was told.", "hers=?no_antecedent"),
    ("Mr Borrell said he would travel to Kyiv.", "he=borrell"),
    ("Mr Borrell told Mr Stoltenberg that he would travel to Kyiv.", "he=borrell"),
    ("Mr Michel introduced himself to the cadets.", "himself=michel"),
    ("Ms Baerbock defended herself against the charge.", "herself=baerbock"),
    ("The Secretary General welcomed the ministers. He praised their work.", "He=stoltenberg"),
    ("The High Representative briefed the Council. He had just come back from Kyiv.", "He=borrell"),
    ("Mr Stoltenberg, who visited Kyiv in September, said that he would return.", "he=stoltenberg"),
    ("After he met the troops, Mr Stoltenberg flew to Warsaw.", "he=stoltenberg"),
    ("Charles Michel thanked the hosts and said he was glad.", "he=michel"),
    # binding: the object of a clause is not its subject
    ("Charles Michel welcomed Jens Stoltenberg. Josep Borrell joined him later.", "him=?ambiguous"),
    ("Jens Stoltenberg invited Josep Borrell to join him in Kyiv.", "him=stoltenberg"),
    ("Josep Borrell met Jens Stoltenberg and thanked him for the support.", "him=stoltenberg"),
    ("Jens Stoltenberg came to Brussels. Josep Borrell met him at the airport.", "him=stoltenberg"),
    ("After meeting Jens Stoltenberg, he flew home.", "he=?no_antecedent"),
    ("Josep Borrell went to Kyiv. After meeting Volodymyr Zelenskyy, he flew home.", "he=borrell"),
    # two who fit equally well
    ("When Josep Borrell called Jens Stoltenberg, he was angry.", "he=?ambiguous"),
    ("After Josep Borrell spoke with Jens Stoltenberg, he called the allies.", "he=?ambiguous"),
    ("When Josep Borrell called Annalena Baerbock, he was angry.", "he=borrell"),
    ("Josep Borrell met Jens Stoltenberg and said he would come back.", "he=borrell"),
    ("Josep Borrell and Charles Michel arrived early. He spoke first.", "He=?ambiguous"),
    ("A statement by Josep Borrell and one by Charles Michel came out. He asked for calm.", "He=?ambiguous"),
    ("It was raining in Brussels. He spoke first.", "He=?no_antecedent"),
    ("Ursula von der Leyen spoke first. He was silent.", "He=?no_antecedent"),
    # gender and those whom no list knows
    ("Josep Borrell met Annalena Baerbock in Berlin. She asked for more help.", "She=baerbock"),
    ("Mr Robin Lang, a researcher, opened the debate. He asked for more money.", "He=lang"),
    ("Ms Robin Lang, a researcher, opened the debate. She asked for more money.", "She=lang"),
    ("Ms Robin Lang, a researcher, opened the debate. He asked for more money.", "He=?no_antecedent"),
    ("Mr Stoltenberg opened the debate with Robin Lang. He asked for more money.", "He=stoltenberg"),
    ("A spokesman opened the briefing. He took no questions.", "He=?no_antecedent"),
    ("Josep Borrell was in Kyiv. A spokesman said that he would stay.", "he=?ambiguous"),
    ("Josep Borrell was in Kyiv. A spokeswoman said that he would stay.", "he=borrell"),
    # a heading parts, a caption does not
    ("Josep Borrell was in Kyiv.\n\n# Other news\n\nHe spoke at the university.", "He=?no_antecedent"),
    ("Josep Borrell was in Kyiv.\n\n^ Ursula von der Leyen and Charles Michel at the summit\n\n"
     "He spoke at the university.", "He=borrell"),
    # quotes
    ("“He is a friend of this house,” said Josep Borrell.", "He=?no_antecedent"),
    ("Josep Borrell met Antony Blinken. “He is a friend of Europe and of all of us,” Mr Borrell said.", "He=blinken"),
    ("“Jens Stoltenberg was here today and he was very clear about Ukraine,” said Josep Borrell.", "he=stoltenberg"),
    ("“NATO stands by Ukraine,” he said. Jens Stoltenberg was in Kyiv.", "he=?no_antecedent"),
    ("Jens Stoltenberg was in Kyiv. “NATO stands by Ukraine,” he said.", "he=stoltenberg"),
    ("Jens Stoltenberg was in Kyiv. “Josep Borrell has done more than anyone,” he said.", "he=stoltenberg"),
    ("@Jens Stoltenberg: Josep Borrell is a friend. He has done a lot.", "He=borrell"),
    ("@Question: What did President Biden tell you?\n\n@Jens Stoltenberg: He was very clear on this.",
     "He=biden"),
]

SPEAKERS = [
    ("“I came to Kyiv to listen,” said Josep Borrell.", "I=borrell"),
    ("“I came to Kyiv with my team and they took me around,” said Josep Borrell.", "I=borrell; my=borrell; me=borrell"),
    ("“I’m here because my door is open,” Ursula von der Leyen said.", "I=leyen; my=leyen"),
    ("“I came to Kyiv to listen to the people,” said an official.", "I=?no_speaker"),
    ("@Jens Stoltenberg: I welcome this. It is mine to decide.", "I=stoltenberg; mine=stoltenberg"),
    ("@Journalist: I have a question on Gaza.\n\n@Jens Stoltenberg: I will answer it.",
     "I=?no_speaker; I=stoltenberg"),
    ("World War I ended in 1918.", ""),
    ("Under Title I of the Treaty nothing changes.", ""),
    # we: the speaker's side
    ("“We will stand by Ukraine as long as it takes,” said Jens Stoltenberg.", "We=nato"),
    ("“We will stand by Ukraine as long as it takes,” said Josep Borrell.", "We=eu"),
    ("“We will stand by Ukraine as long as it takes,” said Ursula von der Leyen.", "We=eu"),
    ("“We will stand by Ukraine as long as it takes,” said Charles Michel.", "We=eu"),
    ("“We want our soldiers to be safe,” said Emmanuel Macron.", "We=france; our=france"),
    ("“Russia will not divide us on this matter,” said Jens Stoltenberg.", "us=nato"),
    ("“The choice is ours and it is a hard one,” said Olaf Scholz.", "ours=germany"),
    ("“We want peace and nothing else,” said a woman.", ""),
    ("@Jens Stoltenberg: We have agreed on a new plan. Our Alliance is strong.", "We=nato"),
    ("@Josep Borrell: Our Union has changed. Our values have not.", "Our=eu"),
    ("@Ursula von der Leyen: We, the Allies, have to spend more.", "We=nato"),
    ("@Josep Borrell: As Europeans we must do more.", "we=eu"),
    ("@Elina Valtonen: We in Finland know our neighbour.", "We=finland; our=finland"),
    ("@Elina Valtonen: We in NATO know this well.", "We=nato"),
    ("@Jens Stoltenberg: NATO and the EU share values and we work ever more closely together.", "we=nato+eu"),
    ("“Neither NATO nor the EU has every tool, but together we do,” said Jens Stoltenberg.", "we=nato+eu"),
    ("@Jens Stoltenberg: Let us be clear. Let me add one thing.", "me=stoltenberg"),
    ("Jens Stoltenberg said that we must not fail Ukraine.", "we=nato"),
    ("Josep Borrell stressed that we must not fail Ukraine.", "we=eu"),
    ("We, the President of the European Council, the President of the European Commission and the Secretary General of "
     "the North Atlantic Treaty Organization, met today.\n\nWe call for peace.",
     "We=michel+leyen+stoltenberg; We=michel+leyen+stoltenberg"),
    ("We, the leaders of NATO and the EU, met today.\n\nWe call for peace.", "We=nato+eu; We=nato+eu"),
    ("We condemn the attack and stand with Ukraine.", "We=nato"),
    # you: who is addressed
    ("@Jens Stoltenberg: Thank you, Ursula von der Leyen. Your leadership matters.", "you=leyen; Your=leyen"),
    ("@Jens Stoltenberg: Dear Ursula von der Leyen, it is good to see you.", "you=leyen"),
    ("@Jens Stoltenberg: Thank you all. As you know, we meet in July.", "we=nato"),
    ("@Jens Stoltenberg: Thank you so much, dear Charles Michel, and it was good to host you today.",
     "you=michel; you=michel"),
    ("@Jens Stoltenberg: Good morning to all journalists here. You will see the text later.", ""),
    ("@Jens Stoltenberg: Dear Ursula von der Leyen, dear Charles Michel, it is good to see you both.",
     "you=leyen+michel"),
    ("“Ukraine needs you now,” he read.", "he=?no_antecedent"),
]

SEVERAL = [
    ("Mr Borrell and Mr Stoltenberg met in Brussels. They discussed Ukraine.", "They=borrell+stoltenberg"),
    ("Mr Borrell met Mr Stoltenberg in Brussels. They discussed Ukraine.", "They=borrell+stoltenberg"),
    ("Mr Borrell held talks with Mr Stoltenberg. They discussed Ukraine.", "They=borrell+stoltenberg"),
    ("NATO and the EU signed a declaration. They also set up a task force.", "They=nato+eu"),
    ("NATO and the EU deepened their cooperation.", "their=nato+eu"),
    ("Mr Borrell, Mr Michel and Mr Stoltenberg met. They discussed Ukraine.", "They=borrell+michel+stoltenberg"),
    ("Ministers met in Brussels. They discussed Ukraine.", ""),
    ("Mr Borrell thanked the ministers. They discussed Ukraine.", ""),
    ("Mr Borrell and Mr Stoltenberg met the ministers. The ministers asked what they would do.", ""),
    ("NATO and the EU trained the soldiers. The soldiers said they were ready.", ""),
    ("Mr Borrell and Mr Stoltenberg met in Brussels. Both stressed the need for unity.",
     "Both=borrell+stoltenberg"),
    ("Mr Borrell and Mr Stoltenberg met in Brussels. The two discussed Ukraine.", "two=borrell+stoltenberg"),
    ("Jens Stoltenberg met Ursula von der Leyen. The two leaders spoke about the partnership of NATO and the EU.",
     "two leaders=stoltenberg+leyen"),
    ("Charles Michel met Ursula von der Leyen. The two presidents spoke about Gaza.", "two presidents=michel+leyen"),
    ("Jens Stoltenberg, Charles Michel and Ursula von der Leyen signed the text. The three leaders smiled.",
     "three leaders=stoltenberg+michel+leyen"),
    ("Hakan Fidan met Annalena Baerbock. Both ministers spoke of Syria.", "Both ministers=fidan+baerbock"),
    ("Josep Borrell met Jens Stoltenberg. The two men shook hands.", "two men=borrell+stoltenberg"),
    ("NATO and the EU agree. Both organisations will act.", "Both organisations=nato+eu"),
    ("NATO works with the European Union. The two organizations share values.", "two organizations=nato+eu"),
    ("The EU, NATO and the OSCE met. Both organisations will act.", "Both organisations=?ambiguous"),
    ("Experts met on Monday. Both organisations will act.", "Both organisations=?no_antecedent"),
    ("Finland and Sweden applied. Both countries had been neutral.", "Both countries=finland+sweden"),
    ("Finland, Sweden and Norway met. The two countries had been neutral.", "two countries=?ambiguous"),
    ("NATO and Ukraine held talks. The two sides will meet again.", "two sides=nato+ukraine"),
    ("NATO and the EU held talks. The sides will meet again.", "sides=nato+eu"),
    ("Both reports were published on Monday.", ""),
    ("The two reports came out with both annexes.", ""),
    ("@Federica Lind: NATO and the EU have grown. Our two organisations are close.",
     "Our=nato+eu; two organisations=nato+eu"),
    ("Both Josep Borrell and Jens Stoltenberg spoke.", ""),
    ("The European Commission and the European Parliament agreed. The two institutions had argued for months.",
     "two institutions=commission+european-parliament"),
    ("Mr Borrell met Mr Stoltenberg. Mr Borrell and he spoke to them.", "he=stoltenberg"),
    ("Josep Borrell and Jens Stoltenberg praised their teams.", "their=borrell+stoltenberg"),
]

BODIES = [
    ("NATO strengthened its presence in the Baltic Sea.", "its=nato"),
    ("The European Commission said it would propose new rules.", "it=commission"),
    ("The North Atlantic Council met on Monday. It welcomed the report.", "It=north-atlantic-council"),
    ("The plan was presented by NATO. It is long.", ""),
    ("It is important that NATO is ready.", ""),
    ("NATO met. It is raining.", ""),
    ("Ukraine defended itself.", "itself=ukraine"),
    ("The report praised NATO for its work.", ""),
    ("Russia continues its war against Ukraine.", "its=russia"),
    ("NATO and its Allies stand ready.", "its=nato"),
    ("NATO published a report. It describes the threat.", ""),
]

COUNTERPARTS = [
    ("Annalena Baerbock met her Turkish counterpart, Hakan Fidan.", "her=baerbock; Turkish counterpart=fidan"),
    ("Annalena Baerbock met her Turkish counterpart in Ankara.", "her=baerbock; Turkish counterpart=fidan"),
    ("Boris Pistorius called his Ukrainian counterpart.", "his=pistorius; Ukrainian counterpart=umerov"),
    ("Antony Blinken met his German counterpart.", "his=blinken; German counterpart=baerbock"),
    ("Lloyd Austin met his German counterpart.", "his=austin; German counterpart=pistorius"),
    ("Boris Pistorius met his US counterpart.", "his=pistorius; US counterpart=austin"),
    ("Annalena Baerbock met her EU counterpart.", "her=baerbock; EU counterpart=borrell"),
    ("Jens Stoltenberg met his EU counterpart.", "his=stoltenberg; EU counterpart=?ambiguous"),
    ("Josep Borrell met his NATO counterpart.", "his=borrell; NATO counterpart=stoltenberg"),
    ("Rob Bauer met his EU counterpart.", "his=bauer; EU counterpart=robert-brieger"),
    ("Josep Borrell met his counterpart.", "his=borrell; counterpart=?no_antecedent"),
    ("Josep Borrell met his counterpart Antony Blinken.", "his=borrell; counterpart=blinken"),
    ("Emmanuel Macron met his counterpart from Finland, Sauli Niinistö.",
     "his=macron; counterpart from Finland=niinisto"),
    ("Emmanuel Macron met his Finnish counterpart.", "his=macron; Finnish counterpart=niinisto"),
    ("Olaf Scholz met his Italian counterpart.", "his=scholz; Italian counterpart=meloni"),
    ("Hakan Fidan hosted his opposite number, Elina Valtonen.", "his=fidan; opposite number=valtonen"),
    ("Annalena Baerbock and Hakan Fidan met their Finnish and Ukrainian counterparts, Elina Valtonen and "
     "Dmytro Kuleba.", "their=baerbock+fidan; Finnish and Ukrainian counterparts=valtonen+kuleba"),
    ("Mr Fidan’s German counterpart was in Ankara.", "German counterpart=baerbock"),
]

TITLES = [
    ("Josep Borrell met Jens Stoltenberg. The latter had come from Kyiv.", "latter=stoltenberg"),
    ("NATO and the EU differ: the former has an army, the latter has money.", "former=nato; latter=eu"),
    ("NATO, the EU and the OSCE met. The latter had more money.", ""),
    ("The former minister met Josep Borrell in the latter part of the day.", ""),
    ("Foreign Minister Dmytro Kuleba came to Brussels. In the evening the minister met the press.", "minister=kuleba"),
    ("Ministers Dmytro Kuleba and Rustem Umerov met Foreign Minister Hakan Fidan and Defence Minister Boris Pistorius. "
     "The minister was glad.", ""),
    ("Admiral Rob Bauer visited Kyiv. The admiral met the troops.", "admiral=bauer"),
    ("Admiral Rob Bauer visited Kyiv. The minister of defence met the troops.", ""),
    ("Ambassador Kim Berg spoke in Helsinki. The ambassador praised NATO.", "ambassador=berg"),
    ("The ambassador praised NATO.", ""),
]

# as news, communiqués and transcripts write
PROSE = [
    ("Mr Stoltenberg thanked President Macron for his leadership.", "his=macron"),
    ("Secretary General Jens Stoltenberg congratulated Prime Minister Meloni on her visit to Kyiv.", "her=meloni"),
    ("Mr Stoltenberg was received by President Zelenskyy in Kyiv. He pledged more air defence.", "He=stoltenberg"),
    ("Speaking in Tallinn, Josep Borrell, the EU’s foreign policy chief, called for unity. He said the war had changed "
     "his view of Russia.", "He=borrell; his=borrell"),
    ("Ursula von der Leyen, who was joined by Charles Michel, said that she was hopeful.", "she=leyen"),
    ("Charles Michel handed the letter to Ursula von der Leyen, and she read it out.", "she=leyen"),
    ("On Monday, Antony Blinken will meet Josep Borrell before he travels to Kyiv.", "he=?ambiguous"),
    ("“I am grateful to Charles for his friendship,” Jens Stoltenberg said. “He has been a true partner of this "
     "Alliance,” he added.", "I=stoltenberg; his=michel; He=michel; he=stoltenberg"),
    ("“President Macron asked me whether he could help,” said Olaf Scholz.", "me=scholz; he=macron"),
    ("“Vladimir Putin must end his war,” Jens Stoltenberg said. He was speaking in Oslo.",
     "his=vladimir-putin; He=stoltenberg"),
    ("Josep Borrell said Antony Blinken had assured him of his support.", "him=borrell; his=?ambiguous"),
    ("Rob Bauer’s visit ended on Friday. He had come from Rome.", "He=bauer"),
    ("Jens Stoltenberg’s spokeswoman said he was on his way.", "he=stoltenberg; his=stoltenberg"),
    ("The Secretary General and President Zelenskyy signed the text. Afterwards he flew to Poland.", "he=?ambiguous"),
    ("When Jens Stoltenberg took office, he promised to strengthen ties with the EU.", "he=stoltenberg"),
    ("Jens Stoltenberg, together with Ursula von der Leyen, opened the forum. He recalled the attack of 2022.",
     "He=stoltenberg"),
    ("Everyone must do his part, said Charles Michel.", "his=?no_antecedent"),
    ("Mr Borrell praised the mission. Its commander told him that morale was high.", "him=borrell"),
    ("Mr Borrell arrived late.\n\nMr Stoltenberg opened the meeting.\n\nMs Baerbock spoke after him.",
     "him=stoltenberg"),
    ("NATO and the European Union reaffirmed that they will support Ukraine.", "they=nato+eu"),
    ("The Secretary General met the President of the European Commission. They discussed the taskforce.",
     "They=stoltenberg+leyen"),
    ("Jens Stoltenberg and Ursula von der Leyen launched the taskforce. It will report in June.", ""),
    ("NATO and the EU adopted 74 proposals. They cover cyber defence.", ""),
    ("Allies and partners met. They agreed on a plan.", ""),
    ("Mr Stoltenberg briefed the leaders. The two sides agreed to meet again.", "two sides=?no_antecedent"),
    ("Finland and Sweden handed in their applications on the same day. The two countries had worked together for "
     "decades.", "their=finland+sweden; two countries=finland+sweden"),
    ("The EU and NATO have their seats in Brussels. Staffs of the two organisations meet often.",
     "their=eu+nato; two organisations=eu+nato"),
    ("Lloyd Austin hosted his counterparts from Finland and Sweden.", "his=austin; counterparts=?no_antecedent"),
    ("Dmytro Kuleba and his Finnish counterpart Elina Valtonen spoke by phone.",
     "his=kuleba; Finnish counterpart=valtonen"),
    ("Talks with the Turkish counterpart will follow.", "Turkish counterpart=?no_antecedent"),
    ("@Jens Stoltenberg: Thank you so much, President Zelenskyy. Your courage inspires us. I visited Bucha. "
     "You can count on the Alliance.", "you=zelenskyy; Your=zelenskyy; us=nato; I=stoltenberg"),
    ("@Ursula von der Leyen: Dear Jens Stoltenberg, our two organisations have never been closer. We face the same "
     "threats.", "our=nato+eu; two organisations=nato+eu; We=eu"),
    ("@Question: Secretary General, you said that the door is open. Do you stand by it?\n\n@Jens Stoltenberg: I do.",
     "you=stoltenberg; you=stoltenberg; I=stoltenberg"),
    ("@Olaf Scholz: We Germans have learned. We will spend more.", "We=germany; We=germany"),
    ("The EU will do what it promised.", ""),
    ("The Commission presented its proposal. It will now go to the Parliament.", "its=commission"),
    ("Russia has failed in its aims, and NATO has increased its presence.", "its=russia; its=nato"),
    ("It was the first visit of its kind.", ""),
    ("The summit was a success. It showed that NATO keeps its word.", "its=nato"),
    ("Both sides agreed on the text, said Josep Borrell.", "Both sides=?no_antecedent"),
    ("IT systems in the US and in our countries are at risk, said Jens Stoltenberg.", "our=nato"),
]

MORE = [
    ("@Jens Stoltenberg: The EU is the closest partner of NATO. Our partnership is stronger than ever.",
     "Our=nato+eu"),
    ("@Jens Stoltenberg: Ukraine is a close partner. Our partnership is strong.", "Our=nato"),
    ("@Ursula von der Leyen: NATO protects us. Our cooperation with Japan grows.", "us=eu; Our=eu"),
    ("We, the Heads of State and Government of the North Atlantic Alliance, have gathered in Vilnius.\n\n"
     "We remain united.", "We=nato; We=nato"),
    ("We, the President and the Chair of the conference, thank all experts.", ""),
    ("“The EU is our unique and essential partner,” said NATO Secretary General Jens Stoltenberg as he arrived at the "
     "summit, where he was to meet its leaders.", "our=nato; he=stoltenberg; he=stoltenberg"),
    ("On his first trip to Ankara since the vote, Jens Stoltenberg pressed Recep Tayyip Erdoğan to drop his veto.",
     "his=?no_antecedent; his=?ambiguous"),
    ("Olaf Scholz said on Tuesday he and Emmanuel Macron had agreed on the plan.", "he=scholz"),
    ("Olaf Scholz said on Tuesday that he had no doubt. Emmanuel Macron, who spoke after him, was more careful. "
     "He warned of a long war.", "he=scholz; him=scholz; He=?ambiguous"),
    ("Josep Borrell told reporters he would raise the matter with Hakan Fidan when they meet in New York.",
     "he=borrell"),
    ("Annalena Baerbock thanked Josep Borrell and said she shared his concerns.", "she=baerbock; his=borrell"),
    ("Antony Blinken flew to Helsinki, where Sauli Niinistö received him at his residence.",
     "him=blinken; his=?ambiguous"),
    ("The meeting was chaired by Charles Michel. He called it historic.", "He=michel"),
    ("“It is time to act,” Charles Michel wrote in his letter to the leaders.", "his=michel"),
    ("The defence ministers of Finland and Sweden met on Monday. They signed an agreement.", ""),
    ("EU ambassadors met on Monday. Josep Borrell told them that the Union was ready.", ""),
    ("Rob Bauer, the Chair of the Military Committee, and Josep Borrell visited the centre. The two men praised its "
     "work.",
     "two men=bauer+borrell"),
    ("Charles Michel and Ursula von der Leyen travelled to Kyiv, where they met Volodymyr Zelenskyy.",
     "they=michel+leyen"),
    ("Jens Stoltenberg and Charles Michel spoke on the phone. In their call, they discussed Ukraine.",
     "their=stoltenberg+michel; they=stoltenberg+michel"),
    ("Both Presidents thanked Jens Stoltenberg.", "Both Presidents=?no_antecedent"),
    ("The European Union imposed sanctions on Russia. It also froze assets of banks.", ""),
    ("NATO has a new command in Norfolk. It protects the sea lines.", ""),
    ("The EEAS said that it was following events closely.", "it=eeas"),
    ("Ukraine asked NATO for its help.", ""),
    ("Hakan Fidan spoke to his Greek and Swedish counterparts.",
     "his=fidan; Greek and Swedish counterparts=?ambiguous"),
    ("Recep Tayyip Erdoğan received his Finnish counterpart, President Sauli Niinistö, in Ankara on Friday.",
     "his=recep-tayyip-erdogan; Finnish counterpart=niinisto"),
    ("The general said he was proud. General Christopher Cavoli left on Monday.", "he=?no_antecedent"),
    ("@Moderator: Thank you, Secretary General. We will take two questions.\n\n@Journalist: Thank you. Will you meet "
     "President Biden?\n\n@Jens Stoltenberg: Yes, I will meet him in July.",
     "you=stoltenberg; I=stoltenberg; him=biden"),
    ("@Josep Borrell: I spoke with Jens Stoltenberg this morning and I told him that we are with him.",
     "I=borrell; I=borrell; him=stoltenberg; we=eu; him=stoltenberg"),
    ("@Josep Borrell: Minister Dmytro Kuleba was here. The minister told us about the situation and I thanked him.",
     "minister=kuleba; us=eu; I=borrell; him=kuleba"),
]

PHRASES = [
    ("The two organisations, NATO and the EU, will act.", "two organisations=nato+eu"),
    ("Security on both sides of the Atlantic depends on NATO and the EU.", ""),
    ("NATO and the EU work with two other organisations.", ""),
    ("Finland and Sweden have applied. The two Nordic countries were neutral.", "two Nordic countries=finland+sweden"),
    ("Hakan Fidan met Annalena Baerbock. The two foreign ministers spoke.", "two foreign ministers=fidan+baerbock"),
    ("NATO and the EU have two goals. Both goals matter.", ""),
    ("Hakan Fidan and a spokesman arrived. The two men spoke.", "two men=?ambiguous"),
]

JOINT = [
    ("! Joint statement by Charles Michel, Ursula von der Leyen and Jens Stoltenberg\n\nWe condemn the attack.",
     "We=michel+leyen+stoltenberg"),
    ("! Joint statement by the spokespersons\n\nWe condemn the attack.", ""),
    ("! Joint Declaration on EU-NATO Cooperation\n\nWe, the President of the European Council, the President of the "
     "European Commission and the Secretary General of NATO, act. Our values are shared.",
     "We=michel+leyen+stoltenberg; Our=michel+leyen+stoltenberg"),
    ("! Statement on the Joint Declaration\n\n@Charles Michel: We have signed it.", "We=eu"),
]

CASES = [*PHRASES, *JOINT, *MORE, *PROSE, *PERSONS, *SPEAKERS, *SEVERAL, *BODIES, *COUNTERPARTS, *TITLES]


def _document(marked: str, day: date | None = DAY) -> Document:
    text, passages = "", []
    for paragraph in marked.split("\n\n"):
        kind = {"#": "heading", "^": "caption", "!": "title"}.get(paragraph[0], "body")
        words = paragraph[2:] if kind != "body" else paragraph
        speaker = None
        if words.startswith("@"):
            label, words = words[1:].split(": ", 1)
            speaker = Span(len(text), len(text) + len(label))
            passages.append(Passage("header", len(text), len(text) + len(label) + 2))
            text, kind = f"{text}{label}: ", "turn"
        passages.append(Passage(kind, len(text), len(text) + len(words) + 2, speaker))
        text = f"{text}{words}\n\n"
    return Document(
        document_id=make_id("d", marked), kind="news", text=text, source_start_char=0, source_end_char=len(text),
        passages=tuple(passages), publisher_id="nato", language="en",
        published=PublishedDate(day, "day", "header", None) if day else None)


def _found(analysis: Analysis, speaker_id: str | None = None) -> list[Mention]:
    document = analysis.document
    context = Context(analysis, load_knowledge(), document.published_date, document.publisher_id)
    candidates = find_mentions(analysis, load_names())
    names = resolve_names(context, candidates)
    mentions = sorted((*names, *resolve_roles(context, candidates, names)), key=lambda m: (m.start, m.end, m.label))
    return find_anaphora(context, mentions, find_quotes(context, mentions), speaker_id)


def _told(mentions: list[Mention]) -> Iterator[str]:
    long_to_short = {full: short for short, full in _SHORT.items()}
    for _, group in groupby(mentions, key=lambda m: (m.start, m.end)):
        one, *more = list(group)
        if one.entity_id is None:
            yield f"{one.surface}=?{one.basis}"
        else:
            ids = [long_to_short.get(m.entity_id or "", m.entity_id or "") for m in (one, *more)]
            yield f"{one.surface}={'+'.join(ids)}"


@functools.cache
def _analyses() -> dict[str, Analysis]:
    texts = [text for text, _ in CASES]
    return dict(zip(texts, analyze([_document(text) for text in texts]), strict=True))


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_each_word_stands_for(text: str, expected: str) -> None:
    assert "; ".join(_told(_found(_analyses()[text]))) == expected


def _one(text: str, *, day: date | None = DAY, speaker_id: str | None = None) -> list[Mention]:
    return _found(analyze([_document(text, day)])[0], speaker_id)


def test_several_referents_are_numbered_and_share_the_span() -> None:
    mentions = _one("NATO and the EU agree. Both organisations will act.")
    assert [(m.start, m.surface, m.label, m.entity_id, m.basis, m.referent) for m in mentions] == [
        (23, "Both organisations", "PRONOUN", "nato", "several", 0),
        (23, "Both organisations", "PRONOUN", "european-union", "several", 1)]


@pytest.mark.parametrize(("text", "basis"), [
    ("Mr Borrell spoke. He left.", "antecedent"), ("“I came here to listen,” said Josep Borrell.", "self"),
    ("“We came here to listen,” said Josep Borrell.", "side"),
    ("@Jens Stoltenberg: Thank you, Josep Borrell.", "addressee"),
    ("Hakan Fidan met Elina Valtonen’s German counterpart.", "counterpart"),
])
def test_the_basis_says_how(text: str, basis: str) -> None:
    assert [m.basis for m in _one(text)] == [basis]


def test_in_a_first_person_text_the_speaker_of_the_document_speaks() -> None:
    told = _told(_one("I welcome this. We will act, and my door is open.", speaker_id="ursula-von-der-leyen"))
    assert list(told) == ["I=leyen", "We=eu", "my=leyen"]


def test_without_a_day_nobody_knows_the_counterpart() -> None:
    told = list(_told(_one("Boris Pistorius called his Ukrainian counterpart.", day=None)))
    assert told == ["his=pistorius", "Ukrainian counterpart=?no_date"]


@pytest.mark.parametrize(("day", "side"), [("2018-09-02", "We=spain"), ("2021-05-02", "We=eu")])
def test_the_side_is_that_of_the_office_held_on_the_day(day: str, side: str) -> None:
    told = list(_told(_one("“We came here to listen,” said Josep Borrell.", day=date.fromisoformat(day))))
    assert told == [side]


def test_spans_slice_to_surfaces_and_do_not_overlap() -> None:
    for analysis in _analyses().values():
        mentions = _found(analysis)
        assert all(analysis.document.text[m.start:m.end] == m.surface for m in mentions)
        spans = sorted({m.span for m in mentions})
        assert not any(one.overlaps(other) for one, other in pairwise(spans))
