"""Pairs of a written sentence and the quote it cites, in news style: backed, or what is missing.

The article of every quote is "Dam breaks" of the Harbour Post, Wednesday 17 June 2026, unless the
pair says otherwise.
"""

import pytest

from rag.types import Evidence
from rag.writing.facts import (
    cannot_answer,
    missing_facts,
    only_in_titles,
)
from tests.fakes import make_article

BACKED = [
    # Figures
    ("About 60% of homes lost power.", "Sixty percent of homes lost power."),
    ("Six in ten homes lost power.", "60 per cent of homes lost power."),
    ("60 percent of homes lost power.", "Power failed in six in ten homes."),
    ("One in five voters stayed at home.", "20pc of voters stayed at home."),
    ("Orison offered $1.2 billion.", "Orison's offer, worth $1.2bn, was rejected."),
    ("Orison offered $1.2bn.", "Orison’s offer of 1.2 billion dollars was rejected."),
    ("The bid is worth £3 million.", "a £3m bid for the yard"),
    ("The toll rose to 1,200.", "At least 1200 people are known to have died."),
    ("Twelve people were hurt.", "12 people were hurt."),
    ("12 people were hurt.", "Twelve people were hurt."),
    ("A dozen people were hurt.", "Twelve people were hurt."),
    ("24 people were hurt.", "Two dozen people were hurt."),
    ("Dozens were hurt.", "Hospitals treated 47 people."),
    ("Hundreds marched.", "Some 1,400 people marched through the town."),
    ("One man was hurt.", "A man was hurt when the wall fell."),
    ("Between 3 million and 5 million birds nest.", "Between 3 and 5 million birds nest."),
    ("The repair takes 3 to 5 years.", "Repairs will take 3-5 years."),
    ("The rate may rise to 4% or 5%.", "The rate may rise to 4 or 5 percent."),
    ("The ferry left at 4:05 p.m.", "It sailed at 16:05."),
    ("The ferry left at 18:40.", "The ferry left at 18.40, the company said."),
    ("The ferry left at 4 pm.", "The ferry left at 4 p.m. on Sunday."),
    ("Diners at On-The-Up were hurt.", "The fire at On-The-Up hurt diners."),
    ("Kelder won 3-1.", "Kelder beat Selwick by three goals to one."),
    ("Kelder won 3–1.", "Kelder won 3-1."),
    ("The bridge opened in 1998.", "Built in 1998, the bridge was to be replaced."),
    ("It was her third win.", "She won for the 3rd time."),
    ("It was her 3rd win.", "Lind took her third title."),
    ("Half of the houses stand empty.", "50% of the houses stand empty."),
    ("50% of the houses stand empty.", "Half the houses stand empty."),
    ("Two-thirds of members voted for it.", "67% of members voted for it."),
    ("A third of members voted for it.", "One in three members voted for it."),
    ("About 120 men were laid off.", "One hundred and twenty men were laid off."),
    ("The yard owes half a million crowns.", "The yard owes 500,000 crowns."),
    ("It owes 2.5 million crowns.", "It owes two and a half million crowns."),
    ("Zero cases were found.", "No cases were found."),
    ("Lind, 42, runs the office.", "The 42-year-old runs the office, as Lind likes to say."),
    ("The number to call is 555-0142.", "Relatives can call 555-0142."),
    ("The two sides met.", "Both sides met."),
    ("More than 60,000 adults were asked.", "The team asked 60,643 adults."),
    ("About 1,200 people fled.", "1,187 people fled."),
    ("Nearly 1,200 people fled.", "1,187 people fled."),
    ("Twice the board was warned.", "The board was warned two times."),
    # Dates
    ("The dam broke on June 16.", "The dam broke on Tuesday."),
    ("The dam broke on 17 June 2026.", "The dam broke this morning."),
    ("The dam broke on Tuesday.", "The dam broke on 16 June."),
    ("The dam broke on Tuesday.", "The dam broke yesterday."),
    ("The dam broke on Wednesday.", "The dam broke at dawn."),
    ("The dam broke in June 2026.", "The dam broke on Tuesday."),
    ("The report is due on 8 April.", "The report will be published on April 8."),
    ("The report is due on Aug. 24.", "The report is due on 24 August."),
    ("The report is due on April 8th, 2026.", "The report is due on April 8."),
    ("It happened in 2026.", "It happened at the weekend."),
    ("March organisers went home.", "The organisers of the march went home."),
    ("May the ferries sail again? They may.", "The ferries may sail again."),
    # Names
    ("U.S. officials met.", "US officials met."),
    ("The US agreed.", "The United States agreed."),
    ("The United States agreed.", "The U.S. agreed."),
    ("American troops left.", "U.S. troops left."),
    ("Russia's army left.", "The Russian army left."),
    ("Russian troops left.", "Troops from Russia left."),
    ("French voters stayed at home.", "Voters in France stayed at home."),
    ("The UK will pay.", "Britain will pay."),
    ("China protested.", "The Chinese ministry protested."),
    ("Iranian ships turned back.", "Ships of Iran turned back."),
    ("Republican senators voted no.", "Republicans in the Senate voted no."),
    ("Mr. Khan resigned.", "Khan resigned."),
    ("Mr Khan resigned.", "Imran Khan resigned."),
    ("President Khan resigned.", "Khan, the president, resigned."),
    ("The Prime Minister resigned.", "The prime minister resigned."),
    ("The PM resigned.", "The prime minister resigned."),
    ("The Government fell.", "The cabinet fell after the vote."),
    ("Police said that two men were held.", "Officers held two men."),
    ("Officials said the road was shut.", "The road was shut, the ministry said."),
    ("Residents said the road was shut.", "The road was shut, people living there said."),
    ("Heavy Russian shelling went on.", "Russian shelling went on."),
    ("Outgoing Mayor Lind left.", "Mayor Lind left office."),
    ("Last Tuesday the dam broke.", "The dam broke on Tuesday."),
    ("Four Russian ships turned back.", "Four ships from Russia turned back."),
    ("Despite Lind's plea, the port shut.", "The port shut although Lind had pleaded."),
    ("Jean-Luc Moreau won.", "Jean Luc Moreau won."),
    ("Assad fled.", "Bashar al-Assad fled."),
    ("Al-Assad fled.", "Bashar al-Assad fled."),
    ("US-backed forces advanced.", "Forces backed by the United States advanced."),
    ("King Charles III spoke.", "King Charles spoke."),
    ("Charles III spoke.", "Charles III spoke."),
    ("WHO warned of cholera.", "The World Health Organization warned of cholera."),
    ("The World Health Organization warned of cholera.", "The WHO warned of cholera."),
    ("The Marine Safety Board (MSB) agreed.", "The Marine Safety Board agreed."),
    ("Élodie Müller won.", "Elodie Muller won."),
    ("Sao Paulo flooded.", "São Paulo flooded."),
    ("Lech Wałęsa spoke.", "Lech Walesa spoke."),
    ("The Maren Light sank.", "THE MAREN LIGHT SANK OFF INNERHOLM"),
    ("COVID-19 cases rose.", "Covid cases rose."),
    ("Covid cases rose.", "Cases of COVID-19 rose."),
    ("O'Brien resigned.", "Mary O’Brien resigned."),
    ("Dam Breaks: nobody was hurt.", "Nobody was hurt."),
    ("The Harbour Post says nobody was hurt.", "Nobody was hurt."),
    ("Lind said, “They knew.”", "“They knew,” said Lind."),
    ("The iPhone is banned at the Ministry.", "The ministry has banned the iPhone."),
    ("AT&T cut jobs.", "AT&T has cut jobs."),
    ("Shiite pilgrims marched.", "Shias marched as pilgrims."),
    ("Afghan women marched.", "Women marched in Afghanistan."),
    ("German women marched.", "Women of Germany marched."),
    ("The Soviet Union fell.", "The fall of the USSR came in winter."),
    ("Argentine farmers struck.", "Farmers in Argentina struck."),
    ("Democrats voted against it.", "The Democratic senators voted against it."),
    ("The Labor Department reported it.", "The Labour Department reported it."),
    # Denials
    ("Lind did not resign.", "Lind refused to resign."),
    ("Skarne denied that it was warned.", "“No such report was made to us,” Skarne said."),
    ("Lind resigned on Tuesday.", "Lind resigned on Tuesday but did not say why."),
    ("Nobody was hurt.", "No one was hurt."),
    ("The port is open.", "The port is open; the airport is not."),
    ("The company cannot pay.", "The company is unable to pay."),
    ("The toll has not been confirmed.", "The toll is unconfirmed."),
    ("Lind not only resigned but left.", "Lind resigned and left."),
    ("Lind was warned.", "Lind was warned, and Holm was not warned."),
    ("The mill will not sell bread any longer.", "The mill will stop selling bread."),
    ("The port is shut until it is repaired.", "The port will not open until it is repaired."),
    ("Lind is accused of the theft of the log.", "Lind denied reports of the theft of the log."),
    ("Orison will offer bread.", "Milk isn't all that Orison will offer: bread comes too."),
    ("Police denied entry to reporters.", "Police refused to let reporters in."),
]  # fmt: skip

MISSING = [
    # Figures
    ("14 people died.", "15 people died.", "14"),
    ("Fourteen people died.", "Forty people died.", "Fourteen"),
    ("40% of homes lost power.", "40 homes lost power.", "40%"),
    ("Six in ten homes lost power.", "Six homes lost power.", "Six in ten"),
    ("Orison offered $1.2 billion.", "Orison offered $1.2 million.", "1.2 billion"),
    ("Orison offered $5 million.", "Orison offered £5 million.", "5 million"),
    ("Dozens were hurt.", "Four people were hurt.", "Dozens"),
    ("Thousands marched.", "Some 300 people marched.", "Thousands"),
    ("It was her third win.", "It was her second win.", "third"),
    ("The ferry left at 4:05 a.m.", "The ferry left at 4:05 p.m.", "4:05 a.m."),
    ("The ferry left at 18:40.", "The ferry left at 18:10.", "18:40"),
    ("The bridge opened in 2026.", "The bridge opened in 1998.", "2026"),
    ("17 people died.", "Fifteen people died.", "17"),  # the day of publication is no figure
    ("16 people died.", "The dam broke on June 16.", "16"),
    ("Two-thirds voted for it.", "A third voted for it.", "Two-thirds"),
    ("Kelder won 4-1.", "Kelder won 3-1.", "4"),
    ("120 men were laid off.", "One hundred men were laid off.", "120"),
    ("About 1.5 million left.", "About 1.2 million left.", "1.5 million"),
    ("More than 60,000 adults were asked.", "The team asked 80,643 adults.", "60,000"),
    ("1,200 people fled.", "1,187 people fled.", "1,200"),
    ("About 15 people died.", "14 people died.", "15"),
    # Dates
    ("The dam broke on Wednesday.", "The dam broke on Tuesday.", "Wednesday"),
    ("The dam broke on 17 June.", "The dam broke on 3 May.", "17 June"),
    ("The dam broke in May.", "The dam broke in April.", "May"),
    ("The dam broke on June 14.", "The dam broke on Tuesday.", "14 June"),
    ("The report is due on 8 April.", "The report is due on 9 April.", "8 April"),
    ("The dam broke on June 16, 2019.", "The dam broke on June 16.", "16 June 2019"),
    # Names
    ("Tomas Lind resigned.", "Mara Lind resigned.", "Tomas Lind"),
    ("Johnston resigned.", "Johnson resigned.", "Johnston"),
    ("Austria protested.", "Australia protested.", "Austria"),
    ("Niger protested.", "Nigeria protested.", "Niger"),
    ("Troops left Georgia.", "Troops left George's yard.", "Georgia"),
    ("The minister met Robert Holm.", "The minister met Roberts.", "Robert Holm"),
    ("Mr. Khan resigned.", "Mr. Holm resigned.", "Khan"),
    ("Gen. Holm gave the order.", "The general gave the order.", "Holm"),
    ("North Korea fired a missile.", "South Korea fired a missile.", "North Korea"),
    ("The EU agreed.", "The UN agreed.", "EU"),
    ("WHO warned of cholera.", "Doctors who warned of cholera left.", "WHO"),
    ("US officials agreed.", "They told us that officials agreed.", "US"),
    ("King Charles III spoke.", "King Charles II spoke.", "III"),
    ("Özil scored.", "Kane scored.", "Ozil"),
    ("The F-16 crashed.", "The F-35 crashed.", "F-16"),
    ("Chinese ships turned back.", "Japanese ships turned back.", "Chinese"),
    ("Lind met Mary O'Brien.", "Lind met O'Neill.", "Mary O'Brien"),
    ("The Aldersund Herald says nobody was hurt.", "Nobody was hurt.", "Aldersund Herald"),
    # Denials
    ("Lind resigned.", "Lind did not resign.", "affirms"),
    ("Lind resigned on Tuesday.", "Lind refused to resign on Tuesday.", "affirms"),
    ("Lind did not resign.", "Lind resigned; no successor was named.", "denies"),
    ("Lind never knew of the crack.", "Lind knew of the crack.", "denies"),
    ("No survivors were found.", "Two survivors were found.", "denies"),
    ("The crew warned of a leak in the bow door.",
     "Skarne Lines denied that its crew warned of a leak in the bow door.", "fact"),
    ("A report was made to the company.", "“No such report was made to us.”", "affirms"),
    ("The port will be closed.", "The port will not be closed.", "affirms"),
]  # fmt: skip


def evidence_of(quote: str, n: int = 1) -> Evidence:
    article = make_article(quote, title="Dam breaks", published="2026-06-17")
    return Evidence(n, article, 0, len(quote), 0, len(quote))


@pytest.mark.parametrize(("sentence", "quote"), BACKED, ids=[one for one, _ in BACKED])
def test_a_sentence_that_its_quote_backs_lacks_nothing(sentence, quote):
    assert missing_facts(sentence, [evidence_of(quote)]) == ()


@pytest.mark.parametrize(
    ("sentence", "quote", "told"), MISSING, ids=[f"{one} | {quote}" for one, quote, _ in MISSING]
)
def test_a_sentence_that_its_quote_does_not_back_is_told_why(sentence, quote, told):
    missing = missing_facts(sentence, [evidence_of(quote)])
    assert len(missing) == 1
    assert told in missing[0]


def test_facts_may_come_from_several_quotes():
    cited = [evidence_of("Lind resigned."), evidence_of("The toll rose to 40.", 2)]
    assert missing_facts("Lind resigned when the toll rose to 40.", cited) == ()


def test_a_first_name_may_come_from_elsewhere_in_the_article():
    body = "Lind resigned. Mara Lind had led the office. Tomas Holm stays."
    cited = Evidence(1, make_article(body), 0, 14, 0, 14)
    assert cited.quote == "Lind resigned."
    assert missing_facts("Mara Lind resigned.", [cited]) == ()
    assert missing_facts("Tomas Lind resigned.", [cited]) == ("Tomas Lind is not in the quotes",)
    assert missing_facts("Tomas Holm resigned.", [cited]) == ("Tomas Holm is not in the quotes",)


@pytest.mark.parametrize(("sentence", "quote"), BACKED, ids=[one for one, _ in BACKED])
def test_every_quote_backs_itself(sentence, quote):
    assert missing_facts(quote, [evidence_of(quote)]) == ()
    assert missing_facts(sentence, [evidence_of(sentence)]) == ()


def titled(quote: str, title: str) -> Evidence:
    return Evidence(1, make_article(quote, title=title), 0, len(quote), 0, len(quote))


def test_a_name_that_answers_and_stands_in_the_title_alone_is_not_shown_by_the_quote():
    cited = [titled("The purchase comes after West was locked out.", "Kanye West buys Parler")]
    asked = "Which platform does Kanye West buy?"
    said = "Kanye West buys Parler."
    assert only_in_titles(said, cited, asked) == ("Parler is in the title only",)


def test_the_subject_that_the_question_names_may_stand_in_the_title_alone():
    cited = [titled("The company will close its mill.", "Kelder Steel to close mill")]
    assert only_in_titles("Kelder Steel will close.", cited, "What will Kelder Steel do?") == ()


def test_a_figure_of_the_title_alone_is_not_shown_by_the_quote():
    cited = [titled("The mill closes in May.", "Mill to close, 900 jobs go")]
    said = "900 jobs go."
    assert only_in_titles(said, cited, "How many jobs go?") == ("900 is in the title only",)


def test_a_surname_in_the_quote_shows_the_full_name_of_the_title():
    cited = [titled("Lind resigned on Monday.", "Mara Lind resigns")]
    assert only_in_titles("Mara Lind resigned.", cited, "Who resigned?") == ()


def test_why_a_sentence_cannot_answer_is_said():
    body = "Mara Lind was shot in Elm."
    cited = [Evidence(1, make_article(body), 0, len(body), 0, len(body))]
    assert cannot_answer("Where was Mara Lind shot?", cited) == ""
    assert cannot_answer("Where was Carl Ness shot?", cited) == (
        "its article does not speak of Carl Ness"
    )
    assert cannot_answer("How many shots hit Mara Lind?", cited) == (
        "it has no figure, which is what is asked for"
    )
