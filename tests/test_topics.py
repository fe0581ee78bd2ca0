"""Topics: words that speak of an area of cooperation, alone or in company, and the same words where they do not."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from transforms.knowledge import Knowledge, load_knowledge
from transforms.knowledge.names import NameMatcher, load_names
from transforms.knowledge.records import Near, Topic
from transforms.model import TopicMention
from transforms.topics import compile_rules, find_topics


def topics_of(text: str) -> list[tuple[str, str]]:
    """Surface and topic of each mention, by the project's own lexicon."""
    return [(topic.surface, topic.topic_id) for topic in find_topics(load_names().find(text), text)]


# A topic, the words that speak of it, and a sentence in which they do
SPEAKS = [
    ("hybrid-threats", "hybrid threats", "Allies and member states face hybrid threats every day."),
    ("hybrid-threats", "hybrid", "We work on hybrid and cyber threats together."),
    ("hybrid-threats", "hybrid activities",
     "The centre in Helsinki has become a hub for countering hybrid activities."),
    ("hybrid-threats", "acts of sabotage", "Acts of sabotage on our soil will not deter us."),
    ("hybrid-threats", "grey-zone", "They spoke about grey-zone activities in the Baltic."),
    ("operational-cooperation", "crisis management", "The two staffs exchanged views on crisis management in Africa."),
    ("operational-cooperation", "peacekeepers", "European peacekeepers will arrive in the spring."),
    ("operational-cooperation", "operational cooperation", "Operational cooperation on the ground works well."),
    ("operational-cooperation", "CSDP missions", "The Council reviewed all CSDP missions."),
    ("maritime-cooperation", "maritime", "We will deepen our cooperation in the maritime domain."),
    ("maritime-cooperation", "maritime security", "Maritime security in the Gulf of Guinea was discussed."),
    ("maritime-cooperation", "counter-piracy", "The counter-piracy operations off the coast of Somalia go on."),
    ("maritime-cooperation", "Sea Guardian", "Sea Guardian supports the Union's ships with information."),
    ("migration", "irregular migration", "Ships help to tackle irregular migration in the central Mediterranean."),
    ("migration", "refugees", "Millions of refugees found shelter in Poland."),
    ("migration", "migrants", "The boats carried migrants from Libya."),
    ("berlin-plus-operations", "Berlin Plus", "The force is commanded under the Berlin Plus arrangements."),
    ("berlin-plus-operations", "EUFOR", "The Council extended the mandate of EUFOR."),
    ("operations-in-afghanistan", "ISAF", "The commander of ISAF briefed the ambassadors."),
    ("operations-in-afghanistan", "Taliban", "The Taliban entered the capital in August."),
    ("cyber-defence", "cyber defence", "They signed a technical arrangement on cyber defence."),
    ("cyber-defence", "cyber", "Topics include military mobility, cyber and hybrid."),
    ("cyber-defence", "cyber-attacks", "We stand with Albania after the cyber-attacks of July."),
    ("cyber-defence", "malicious cyber activities", "The Allies attributed the malicious cyber activities to a state."),
    ("cyber-defence", "information security",
     "Industry needs common standards of information security for its networks."),
    ("defence-capabilities", "capability development", "Capability development must remain coherent."),
    ("defence-capabilities", "PESCO", "PESCO will not duplicate what the Alliance does."),
    ("defence-capabilities", "CARD", "The planners compare the findings of CARD with their own targets."),
    ("defence-capabilities", "drones", "Joint development of drones will lower the costs of defence."),
    ("defence-capabilities", "interoperable", "Our forces must remain interoperable."),
    ("air-and-missile-defence", "air defence systems", "More air defence systems are on the way."),
    ("air-and-missile-defence", "IAMD", "The policy on IAMD was agreed in the spring."),
    ("air-and-missile-defence", "Patriot", "Germany sends a second Patriot battery to the front."),
    ("defence-industry-and-research", "defence industry", "A strong defence industry is in our interest."),
    ("defence-industry-and-research", "EDF", "The projects of the EDF are open to companies from Norway."),
    ("defence-industry-and-research", "defense industrial base",
     "Barriers within the transatlantic defense industrial base must go."),
    ("defence-production", "ramp up production", "Industry must ramp up production of shells."),
    ("defence-production", "joint procurement", "The regulation helps joint procurement of missiles."),
    ("defence-production", "ASAP", "The Union adopted ASAP to support ammunition production."),
    ("exercises", "exercise", "Staff of both organizations took part in the exercise as observers."),
    ("exercises", "exercises", "Training and exercises were on the agenda."),
    ("exercises", "PACE", "The PACE concept allows both sides to train their crisis response together."),
    ("exercises", "joint exercises", "There will be joint exercises next year."),
    ("exercises", "table-top exercise", "The parliament hosted a table-top exercise."),
    ("partners-capacity-building", "capacity building", "Capacity building in Bosnia and Herzegovina continues."),
    ("partners-capacity-building", "capacities", "We help to build the capacities of partners in the south."),
    ("partners-capacity-building", "security sector reform", "They coordinate security sector reform in Moldova."),
    ("partners-capacity-building", "partners",
     "Together we train and advise partners in the South to build their forces."),
    ("political-dialogue", "political dialogue", "Political dialogue between the two organizations has intensified."),
    ("political-dialogue", "NAC-PSC", "An informal NAC-PSC meeting took place in May."),
    ("political-dialogue", "strategic partnership",
     "The strategic partnership between the Alliance and the Union is unique."),
    ("information-exchange", "exchange of information", "Exchange of information has improved between the staffs."),
    ("information-exchange", "intelligence sharing", "They called for intelligence sharing among allies."),
    ("military-mobility", "military mobility", "Military mobility is a flagship of cooperation."),
    ("military-mobility", "move troops", "We need to be able to move troops quickly across borders."),
    ("military-mobility", "mobility", "New corridors improve the mobility of forces across Europe."),
    ("counter-terrorism", "terrorism", "Terrorism remains a threat to our citizens."),
    ("counter-terrorism", "counter-terrorism", "A dialogue on counter-terrorism was opened."),
    ("counter-terrorism", "Da'esh", "The coalition against Da'esh met in Rome."),
    ("cbrn-resilience", "CBRN", "Both train first responders in CBRN."),
    ("cbrn-resilience", "chemical weapons", "The use of chemical weapons in Salisbury was condemned."),
    ("cbrn-resilience", "nerve agent", "He was poisoned with a nerve agent."),
    ("women-peace-and-security", "Women, Peace and Security",
     "They reaffirmed the agenda on Women, Peace and Security."),
    ("women-peace-and-security", "WPS", "Staff met to compare their action plans on WPS."),
    ("women-peace-and-security", "gender", "Advisers bring a gender perspective to military planning."),
    ("geostrategic-competition", "strategic competition", "We live in an era of strategic competition."),
    ("geostrategic-competition", "China", "China's growing assertiveness presents us with challenges we must address."),
    ("geostrategic-competition", "rules-based international order",
     "Autocrats defy the rules-based international order."),
    ("resilience-and-critical-infrastructure", "resilience", "The task force on resilience delivered its report."),
    ("resilience-and-critical-infrastructure", "critical infrastructure",
     "We must protect our critical infrastructure."),
    ("resilience-and-critical-infrastructure", "civil preparedness", "Civil preparedness is a national task first."),
    ("resilience-and-critical-infrastructure", "resilient",
     "We must make our societies more resilient against attacks."),
    ("critical-undersea-infrastructure", "undersea cables", "Ships will guard the undersea cables."),
    ("critical-undersea-infrastructure", "undersea infrastructure",
     "A coordination cell for undersea infrastructure opened."),
    ("critical-undersea-infrastructure", "cables",
     "Several cables were damaged in the Baltic Sea by a tanker's anchor."),
    ("energy-security", "energy security", "Energy security was the first point."),
    ("energy-security", "LNG", "Imports of LNG reduce the dependence on pipelines."),
    ("energy-security", "gas supplies", "Moscow uses gas supplies as a weapon."),
    ("pandemic-response", "COVID-19", "In the COVID-19 crisis planes carried masks."),
    ("pandemic-response", "earthquakes", "After the earthquakes in Türkiye tents were sent."),
    ("emerging-and-disruptive-technologies", "artificial intelligence", "The strategy covers artificial intelligence."),
    ("emerging-and-disruptive-technologies", "EDTs", "Both invest in EDTs."),
    ("emerging-and-disruptive-technologies", "quantum", "Quantum, biotechnology and autonomy will change defence."),
    ("emerging-and-disruptive-technologies", "AI", "The responsible use of AI in defence was debated."),
    ("space", "space domain", "The space domain is contested."),
    ("space", "space", "Satellites give us an edge in space."),
    ("space", "space", "The areas are cyber, space and climate."),
    ("space", "outer space", "Weapons in outer space would be a grave step."),
    ("space", "space-based", "Allies rely on space-based services."),
    ("climate-and-security", "climate change", "Climate change and security was a new field of work."),
    ("climate-and-security", "climate", "The staffs discussed space, climate and technology."),
    ("climate-and-security", "climate", "A warming climate affects our bases in the Arctic."),
    ("climate-and-security", "floods", "Floods and other extreme weather strain the forces."),
    ("foreign-information-manipulation", "FIMI", "They exchange their analyses of FIMI."),
    ("foreign-information-manipulation", "disinformation", "Disinformation about vaccines was countered."),
    ("foreign-information-manipulation", "information manipulation", "We will fight information manipulation."),
    ("foreign-information-manipulation", "strategic communications",
     "Their strategic communications teams coordinate."),
    ("war-against-ukraine", "war of aggression", "Russia's war of aggression has shattered peace."),
    ("war-against-ukraine", "annexation of Crimea", "We do not recognise the annexation of Crimea."),
    ("war-against-ukraine", "full-scale invasion", "Since the full-scale invasion much has changed."),
    ("support-to-ukraine", "support for Ukraine", "Support for Ukraine will not waver."),
    ("support-to-ukraine", "stand with Ukraine", "We stand with Ukraine."),
    ("military-assistance-to-ukraine", "EUMAM", "EUMAM has trained tens of thousands."),
    ("military-assistance-to-ukraine", "arms deliveries", "Arms deliveries to Ukraine continue."),
    ("military-assistance-to-ukraine", "ammunition to Ukraine",
     "A million rounds of ammunition to Ukraine were promised."),
    ("sanctions", "sanctions", "New sanctions hit the banks."),
    ("sanctions", "restrictive measures", "The Council prolonged the restrictive measures."),
    ("western-balkans-stability", "Western Balkans", "Stability in the Western Balkans matters to all."),
    ("western-balkans-stability", "Bosnia and Herzegovina", "Bosnia and Herzegovina faces a crisis."),
    ("kosovo-and-the-dialogue", "KFOR", "KFOR remains ready."),
    ("kosovo-and-the-dialogue", "Belgrade-Pristina Dialogue",
     "They support the EU-facilitated Belgrade-Pristina Dialogue."),
    ("enlargement-and-membership", "enlargement", "Enlargement has made Europe safer."),
    ("enlargement-and-membership", "join NATO", "Finland decided to join NATO."),
    ("enlargement-and-membership", "NATO's door", "NATO's door remains open."),
    ("burden-sharing-and-complementarity", "burden sharing", "Burden sharing must be fair."),
    ("burden-sharing-and-complementarity", "duplication", "We must avoid unnecessary duplication with NATO."),
    ("burden-sharing-and-complementarity", "strategic autonomy", "Strategic autonomy is no end in itself."),
    ("defence-spending", "defence spending", "Defence spending rises in all member states."),
    ("defence-spending", "2% of GDP", "Eleven allies spend 2% of GDP."),
    ("indo-pacific-partners", "Indo-Pacific", "Leaders from the Indo-Pacific came to the summit."),
    ("indo-pacific-partners", "AP4", "The AP4 attended the session: Australia, Japan, New Zealand and Korea."),
    ("deterrence-and-defence", "deterrence", "Our deterrence is credible."),
    ("deterrence-and-defence", "Article 5", "An attack would trigger Article 5."),
    ("deterrence-and-defence", "eastern flank", "Battlegroups guard the eastern flank."),
    ("arms-control-and-non-proliferation", "arms control", "Arms control is in crisis."),
    ("arms-control-and-non-proliferation", "New START", "Russia suspended New START."),
    ("southern-neighbourhood-stability", "Sahel", "The Sahel was a topic of the day."),
    ("southern-neighbourhood-stability", "southern neighbourhood", "Stability in the southern neighbourhood is vital."),
]
# A topic, and a sentence that does not speak of it though some word might
IS_SILENT = [
    ("hybrid-threats", "The seminar took place in a hybrid format in Brussels."),
    ("hybrid-threats", "He drives a hybrid car."),
    ("hybrid-threats", "The hybrid court in The Hague heard two witnesses."),
    ("operational-cooperation", "The firm hired an expert for its corporate crisis management."),
    ("operational-cooperation", "The new website is now operational."),
    ("maritime-cooperation", "Software piracy costs the industry billions."),
    ("maritime-cooperation", "He visited the maritime museum with his family."),
    ("migration", "The migration of the data to new servers is complete."),
    ("migration", "Cloud migration is the task of the IT department."),
    ("berlin-plus-operations", "The cathedral choir sang in Berlin, plus two encores."),
    ("operations-in-afghanistan", "The carpets were woven by an Afghan family."),
    ("cyber-defence", "Shops expect record sales on Cyber Monday."),
    ("defence-capabilities", "The company has the capability to deliver on time."),
    ("defence-capabilities", "Press card holders may enter from nine."),
    ("defence-capabilities", "A Russian drone strike killed four people in Odesa."),
    ("air-and-missile-defence", "He is a patriot who loves his country."),
    ("defence-industry-and-research", "Research and teaching are his passion."),
    ("defence-production", "Please reply asap to the press office."),
    ("defence-production", "The film production began in March."),
    ("exercises", "We call on all parties to exercise restraint."),
    ("exercises", "Citizens may exercise their rights freely."),
    ("exercises", "Every nation can exercise its sovereign right to choose."),
    ("exercises", "The Union will exercise its full powers under the treaty."),
    ("exercises", "This is not an academic exercise."),
    ("exercises", "He urged them to exercise utmost caution."),
    ("exercises", "The pace of reform is too slow."),
    ("partners-capacity-building", "We will talk with our partners tomorrow."),
    ("partners-capacity-building", "Trade partners of the Union include Canada."),
    ("partners-capacity-building", "The lecture hall was filled to capacity."),
    ("political-dialogue", "A comprehensive strategic partnership agreement with Armenia was signed."),
    ("political-dialogue", "He addressed a joint session of Congress."),
    ("political-dialogue", "The film has witty dialogue."),
    ("information-exchange", "Two airborne early warning aircraft took off at dawn."),
    ("information-exchange", "For further information contact the press office."),
    ("military-mobility", "The programme supports the mobility of students and teachers."),
    ("military-mobility", "Social mobility has declined in many countries."),
    ("military-mobility", "Urban mobility needs more bicycles."),
    ("counter-terrorism", "The novel describes the reign of terror of 1793."),
    ("cbrn-resilience", "Nuclear power plants supply half of the electricity."),
    ("cbrn-resilience", "The agent booked two flights."),
    ("women-peace-and-security", "She is the first woman to hold the office."),
    ("women-peace-and-security", "Men and women work here."),
    ("geostrategic-competition", "The Commission opened a competition case against the airline."),
    ("geostrategic-competition", "The essay competition is open to students."),
    ("geostrategic-competition", "China hosted the Olympic Games in 2008."),
    ("resilience-and-critical-infrastructure", "Funds come from the Recovery and Resilience Facility."),
    ("resilience-and-critical-infrastructure", "He was critical of the infrastructure bill."),
    ("resilience-and-critical-infrastructure", "The markets proved resilient after the bank's collapse."),
    ("critical-undersea-infrastructure", "Diplomatic cables from 1975 were published."),
    ("critical-undersea-infrastructure", "Cable television reaches most homes."),
    ("energy-security", "She has a lot of energy and ideas."),
    ("energy-security", "He spent his energy on security questions."),
    ("pandemic-response", "The result was a political earthquake."),
    ("emerging-and-disruptive-technologies", "The market opens at 10:00 EDT."),
    ("emerging-and-disruptive-technologies", "This is a quantum leap for our relations."),
    ("emerging-and-disruptive-technologies", "The emerging consensus is fragile."),
    ("space", "There is no space for complacency."),
    ("space", "In the space of two years, everything changed."),
    ("space", "We need more space for dialogue with Moscow."),
    ("space", "It is a common European space of freedom, security and justice."),
    ("space", "Please leave some space between the lines."),
    ("space", "The information space is contested, and the EU must act."),
    ("space", "NATO and the EU must give diplomacy the space it needs."),
    ("climate-and-security", "The investment climate in the region has improved."),
    ("climate-and-security", "A climate of trust prevailed at the talks."),
    ("climate-and-security", "In the current security climate we must spend more."),
    ("climate-and-security", "The political climate has changed since the election."),
    ("climate-and-security", "A flood of e-mails reached the office."),
    ("foreign-information-manipulation", "The rapid alert system for food and feed was used."),
    ("foreign-information-manipulation", "The statement contains information on the venue."),
    ("war-against-ukraine", "The play is about the Second World War."),
    ("support-to-ukraine", "Technical support is available at the help desk."),
    ("military-assistance-to-ukraine", "The tank of the bus was empty."),
    ("military-assistance-to-ukraine", "A coalition of the willing invaded Iraq in 2003."),
    ("sanctions", "The judge imposed a disciplinary sanction."),
    ("western-balkans-stability", "Balkan music filled the hall."),
    ("kosovo-and-the-dialogue", "Relations with Israel were the subject."),
    ("enlargement-and-membership", "An open doors day will be held in May."),
    ("enlargement-and-membership", "The club charges a membership fee."),
    ("enlargement-and-membership", "Her accession to the throne was celebrated."),
    ("enlargement-and-membership", "The board has two new members."),
    ("burden-sharing-and-complementarity", "The European Defence Agency published a note."),
    ("burden-sharing-and-complementarity", "Complementary drinks are served in the lobby."),
    ("defence-spending", "Spending on schools rose again."),
    ("indo-pacific-partners", "They crossed the Pacific by ship."),
    ("indo-pacific-partners", "He rode a quad bike across the field."),
    ("deterrence-and-defence", "The goalkeeper and the defence played well."),
    ("deterrence-and-defence", "Article 50 of the treaty governs withdrawal."),
    ("arms-control-and-non-proliferation", "It is a new start for our relations."),
    ("arms-control-and-non-proliferation", "We see a proliferation of formats and meetings."),
    ("arms-control-and-non-proliferation", "She welcomed him with open arms."),
    ("southern-neighbourhood-stability", "The southern entrance is closed."),
]

# A second set, written after the lexicon and run against it once before anything was changed: 111 of 125 were right
SPEAKS_SOMEWHERE = [
    ("hybrid-threats", "Both sides will do more against hybrid interference in our elections."),
    ("hybrid-threats", "Moscow uses migrants as a hybrid weapon at the Polish border."),
    ("operational-cooperation", "EU and NATO commanders coordinate closely in the theatre of operations in Kosovo."),
    ("operational-cooperation", "The European Union took over the peacekeeping task in Bosnia from NATO."),
    ("maritime-cooperation", "Our navies work side by side in the Mediterranean against smugglers at sea."),
    ("maritime-cooperation", "NATO ships escort merchant vessels off the Horn of Africa to stop pirates."),
    ("migration", "NATO vessels support Frontex in the Aegean."),
    ("migration", "Europe faces the worst refugee crisis since 1945."),
    ("berlin-plus-operations", "Under Berlin Plus the EU can draw on NATO's planning."),
    ("operations-in-afghanistan", "EU trainers and ISAF mentor the Afghan police."),
    ("cyber-defence",
     "Information on intrusions is shared between CERT-EU and the NATO Computer Incident Response Capability."),
    ("cyber-defence", "Hackers attacked the networks of the ministry."),
    ("defence-capabilities", "Europeans lack strategic airlift and precision-guided weapons."),
    ("defence-capabilities", "European nations need stronger military capabilities."),
    ("air-and-missile-defence", "Allies sent Patriots and other air defences."),
    ("defence-industry-and-research", "Europe's defence companies must produce more, faster."),
    ("defence-industry-and-research", "The European Defence Fund invests in joint research."),
    ("defence-production", "Stocks of shells must be replenished."),
    ("defence-production", "We must produce more ammunition."),
    ("exercises", "NATO soldiers exercised with Finnish reservists in Lapland this week."),
    ("exercises", "Both organisations tested their crisis procedures in an exercise last autumn."),
    ("exercises", "The exercise, which involves 5,000 troops, ends on Friday."),
    ("partners-capacity-building",
     "We strengthen the ability of Moldova and Georgia to defend themselves through training and advice."),
    ("partners-capacity-building", "NATO helps Jordan and Iraq to build up their own security forces."),
    ("political-dialogue", "The North Atlantic Council and the Political and Security Committee met informally today."),
    ("political-dialogue", "Regular consultations between the two Secretaries take place every month."),
    ("information-exchange", "The two staffs share information on a daily basis."),
    ("information-exchange", "There are still obstacles to sharing classified information."),
    ("military-mobility", "Tanks must be able to cross borders within days."),
    ("military-mobility",
     "We invest in roads, bridges and railways so that troops and equipment can move fast across Europe."),
    ("counter-terrorism", "The attacks in Paris show that ISIS can strike in Europe."),
    ("counter-terrorism", "We cooperate in the fight against terror."),
    ("cbrn-resilience", "Stocks against chemical, biological and nuclear risks are shared."),
    ("women-peace-and-security", "Resolution 1325 marks its anniversary."),
    ("women-peace-and-security", "More women should take part in peace negotiations."),
    ("geostrategic-competition", "China and Russia challenge the international order."),
    ("geostrategic-competition", "Great power rivalry is back."),
    ("resilience-and-critical-infrastructure",
     "We must protect energy, transport and digital infrastructure from sabotage."),
    ("resilience-and-critical-infrastructure", "Resilience is our first line of defence."),
    ("critical-undersea-infrastructure", "Two telecom cables in the Baltic Sea were cut."),
    ("critical-undersea-infrastructure",
     "Pipelines on the sea floor need protection after the Nord Stream explosions."),
    ("energy-security", "Europe must end its dependence on Russian gas."),
    ("energy-security", "Diversification of supplies and routes of energy is essential."),
    ("pandemic-response", "NATO planes delivered ventilators during the pandemic."),
    ("emerging-and-disruptive-technologies", "Artificial intelligence and quantum computing change warfare."),
    ("emerging-and-disruptive-technologies", "DIANA supports start-ups in defence innovation."),
    ("space", "Our satellites are at risk of attack in space."),
    ("space", "NATO declared space an operational domain."),
    ("space", "Cooperation on space, including the exchange of data on debris, will grow."),
    ("climate-and-security", "Climate is a threat multiplier that makes conflicts over water worse."),
    ("climate-and-security", "NATO must cut the emissions of its forces as the planet gets warmer."),
    ("foreign-information-manipulation", "Russian trolls spread lies about our troops in Lithuania."),
    ("foreign-information-manipulation", "Foreign actors interfered in the elections with fake accounts."),
    ("war-against-ukraine", "Russia started this war and Russia must end it."),
    ("war-against-ukraine", "President Putin's brutal invasion has failed."),
    ("support-to-ukraine", "The support that Allies provide to Ukraine makes a difference."),
    ("support-to-ukraine", "We will stand by Kyiv for as long as it takes."),
    ("military-assistance-to-ukraine", "Leopard tanks will arrive in Ukraine next month."),
    ("military-assistance-to-ukraine", "Allies train Ukrainian soldiers on their territory."),
    ("sanctions", "The fourteenth package of sanctions was adopted."),
    ("western-balkans-stability", "Tensions in Bosnia worry both organisations."),
    ("kosovo-and-the-dialogue", "Belgrade and Pristina must return to the dialogue."),
    ("enlargement-and-membership", "Sweden applied for membership of the Alliance."),
    ("enlargement-and-membership", "Montenegro will become the 29th member of NATO."),
    ("burden-sharing-and-complementarity", "EU efforts should complement NATO, not compete with it."),
    ("burden-sharing-and-complementarity", "There should be no duplication of NATO structures."),
    ("defence-spending", "Allies agreed to spend at least two per cent of their gross domestic product on defence."),
    ("defence-spending", "More Allies meet the 2% guideline this year."),
    ("indo-pacific-partners", "Japan and the Republic of Korea are close partners of NATO in the Indo-Pacific."),
    ("deterrence-and-defence", "Four battlegroups are deployed in the Baltic states and Poland."),
    ("deterrence-and-defence", "We are ready to defend every inch of Allied territory."),
    ("arms-control-and-non-proliferation", "Russia's missile violates the INF Treaty."),
    ("southern-neighbourhood-stability", "Instability in the Sahel affects us all."),
]
IS_SILENT_TOO = [
    ("hybrid-threats", "The ministers met in hybrid format, some of them online."),
    ("operational-cooperation", "The theatre festival opens in July."),
    ("maritime-cooperation", "The maritime climate of Brittany is mild."),
    ("cyber-defence", "She bought a new computer."),
    ("defence-capabilities", "He has the capability to lead this organisation."),
    ("air-and-missile-defence", "The New England Patriots won the game."),
    ("defence-industry-and-research", "The film industry received a prize."),
    ("defence-production", "Car production fell by ten percent."),
    ("exercises", "Parliament exercises control over the government."),
    ("exercises", "We urge both sides to exercise the greatest restraint."),
    ("exercises", "The right of peoples to exercise self-determination is sacred."),
    ("exercises", "It was a useful exercise in democracy."),
    ("partners-capacity-building", "I spoke with our European partners this morning."),
    ("partners-capacity-building", "The social partners signed an agreement."),
    ("political-dialogue", "The public consultation closes on Monday."),
    ("information-exchange", "More information is available on the website."),
    ("military-mobility", "Erasmus promotes the mobility of young people."),
    ("cbrn-resilience", "The president signed a nuclear energy bill."),
    ("women-peace-and-security", "I thank the men and women of our armed forces."),
    ("geostrategic-competition", "The Commissioner for Competition fined the company."),
    ("geostrategic-competition", "The Prime Minister travels to China on Sunday."),
    ("resilience-and-critical-infrastructure", "Critical voices were heard at the party congress."),
    ("critical-undersea-infrastructure", "The embassy's cables were leaked to the press."),
    ("energy-security", "She brings new energy to the job."),
    ("pandemic-response", "There is a pandemic of loneliness, he joked."),
    ("emerging-and-disruptive-technologies", "Innovation in teaching was rewarded."),
    ("space", "There is no space for doubt."),
    ("space", "We have to create space for talks."),
    ("space", "This leaves little space for manoeuvre."),
    ("space", "Europe needs political space to act on its own."),
    ("space", "In a short space of time much was achieved."),
    ("space", "The article takes up too much space in the newspaper."),
    ("climate-and-security", "The meeting took place in a climate of mutual trust."),
    ("climate-and-security", "The business climate index fell in May."),
    ("climate-and-security", "The climate between the two leaders has improved."),
    ("foreign-information-manipulation", "The narrative of the novel is complex."),
    ("war-against-ukraine", "He fought in the Vietnam war."),
    ("war-against-ukraine", "The war in Kosovo ended in June 1999."),
    ("support-to-ukraine", "I count on your support."),
    ("military-assistance-to-ukraine", "A think tank in Kyiv published the report."),
    ("sanctions", "The committee sanctioned the budget."),
    ("enlargement-and-membership", "He is a member of the football club."),
    ("enlargement-and-membership", "The open door policy of the museum is popular."),
    ("burden-sharing-and-complementarity", "The tax burden on families is high."),
    ("defence-spending", "Consumer spending grew by 2%."),
    ("indo-pacific-partners", "The Pacific coast of Mexico was hit by a storm."),
    ("deterrence-and-defence", "Article 4 of the regulation applies."),
    ("arms-control-and-non-proliferation", "He broke both arms."),
    ("southern-neighbourhood-stability", "He was born in South Africa."),
    ("kosovo-and-the-dialogue", "The two ministers opened a dialogue on trade."),
    ("western-balkans-stability", "Balkan cuisine is popular here."),
]


@pytest.mark.parametrize(("topic_id", "surface", "sentence"), SPEAKS)
def test_words_that_speak_of_a_topic(topic_id: str, surface: str, sentence: str) -> None:
    found = topics_of(sentence)
    assert any(topic == topic_id and surface.casefold() in words.casefold() for words, topic in found), found


@pytest.mark.parametrize(("topic_id", "sentence"), SPEAKS_SOMEWHERE)
def test_some_words_speak_of_a_topic(topic_id: str, sentence: str) -> None:
    assert topic_id in {topic for _, topic in topics_of(sentence)}


@pytest.mark.parametrize(("topic_id", "sentence"), [*IS_SILENT, *IS_SILENT_TOO])
def test_the_same_words_where_they_do_not(topic_id: str, sentence: str) -> None:
    assert [found for found in topics_of(sentence) if found[1] == topic_id] == []


def test_each_topic_has_sentences_of_both_sorts() -> None:
    known = set(load_knowledge().topics)
    assert known - {topic for topic, _, _ in SPEAKS} == set()
    assert known - {topic for topic, _ in IS_SILENT} == set()


def test_there_are_enough_sentences() -> None:
    assert len(SPEAKS) + len(IS_SILENT) >= 120


# --- the rules themselves ---------------------------------------------------------------------------------------------

ORBIT = Near("space", ("satellite", "orbit", "cyber"), ("parking",), "sentence")
DRILL = Near("drill", ("fire",), (), "phrase")
BEFORE = Near("drill", ("the",), (), "before")
LEXICON = {
    "space": Topic("space", "Space", None, "x", ("space policy",), ("space for", "space policy of the theatre"),
                   (ORBIT,)),
    "drill": Topic("drill", "Drill", None, "x", ("fire safety",), (), (DRILL, BEFORE)),
}
SMALL: Knowledge = replace(load_knowledge(), entities={}, offices={}, topics=LEXICON, terms=(), memberships=())
MATCHER, RULES = NameMatcher(SMALL), compile_rules(SMALL)


def reasons(text: str) -> list[tuple[str, str]]:
    """Surface and reason of each mention by the small lexicon."""
    return [(found.surface, found.reason) for found in find_topics(MATCHER.find(text), text, RULES)]


@pytest.mark.parametrize(("text", "expected"), [
    ("A space policy.", [("space policy", "term")]),
    ("Satellites in space.", [("space", "near: satellites")]),
    ("In space, CYBER and\nSATELLITES count.", [("space", "near: cyber")]),
    ("There is space. Satellites are dear.", []),
    ("There is space\n\nSatellites are dear.", []),
    ("Space; satellites.", [("Space", "near: satellites")]),
    ("Gen. Smith saw space from a U.S. satellite.", [("space", "near: satellite")]),
    ("A parking space for satellites, in orbit.", []),
    ("A satellite needs space for its wings.", []),
    ("The space policy of the theatre.", []),
    ("A fire drill.", [("drill", "near: fire")]),
    ("A drill in case of fire.", [("drill", "near: fire")]),
    ("A drill with many people and no fire.", []),
    ("Drills: fire!", [("Drills", "near: fire")]),
    ("They like the\ndrill.", [("drill", "near: the")]),
    ("They like a drill in the rain, the long drill", []),
    ("Satellites, spacecraft and aerospace.", []),
])
def test_company_and_reasons(text: str, expected: list[tuple[str, str]]) -> None:
    assert reasons(text) == expected


def test_a_phrase_of_one_topic_does_not_silence_another() -> None:
    text = "space for fire safety"
    assert reasons(text) == [("fire safety", "term")]


def test_a_long_sentence_takes_linear_time() -> None:
    def seconds(text: str) -> float:
        hits = MATCHER.find(text)
        start = time.perf_counter()
        find_topics(hits, text, RULES)
        return time.perf_counter() - start

    word = "space and dust and space for all and "
    short, long = (min(seconds(word * n) for _ in range(3)) for n in (300, 1200))
    assert long < 9 * short + 0.02


def test_a_mention_is_what_the_text_says() -> None:
    text = "\ufeffOur Cyber\n  Defence."
    assert find_topics(load_names().find(text), text) == [
        TopicMention(5, 20, "Cyber\n  Defence", "cyber-defence", reason="term")]
