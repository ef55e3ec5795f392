"""Invented proposals of a large consultation: short, bilingual, nearly all distinct, always the same."""

import random
from collections.abc import Iterator

# theme: French subjects, French measures, English subjects, English measures
THEMES = (
    (
        "les pistes cyclables|le réseau d'autobus|le tramway|les trottoirs|le covoiturage"
        "|les bornes de recharge|le métro|les trains de banlieue",
        "prolonger|déneiger en priorité|mieux éclairer|rendre gratuits pour les jeunes"
        "|doubler la fréquence de|sécuriser|relier entre elles et eux",
        "bike lanes|the bus network|the tram|sidewalks|carpooling|charging stations|the metro"
        "|commuter trains",
        "extend|clear the snow first from|light up|make free for young people|double the frequency of"
        "|make safer|connect",
    ),
    (
        "les logements abordables|les coopératives d'habitation|les loyers"
        "|les maisons intergénérationnelles|les résidences étudiantes|les immeubles vacants",
        "construire plus vite|plafonner|rénover|réserver aux familles|soutenir par un fonds public"
        "|adapter aux personnes âgées",
        "affordable homes|housing co-operatives|rents|shared houses for several generations"
        "|student residences|vacant buildings",
        "build faster|cap|renovate|keep for families|support with a public fund"
        "|adapt for older people",
    ),
    (
        "les cours de français|l'aide aux devoirs|les cantines scolaires|la formation des enseignants"
        "|les bibliothèques|les stages en entreprise",
        "offrir le soir|financer davantage|ouvrir à tous|évaluer chaque année"
        "|confier à des bénévoles formés|étendre aux adultes",
        "French lessons|homework help|school canteens|teacher training|libraries|internships",
        "offer in the evening|fund better|open to everybody|review every year"
        "|entrust to trained volunteers|extend to adults",
    ),
    (
        "les médecins de famille|les soins à domicile|la santé mentale des jeunes"
        "|les urgences de l'hôpital|la prévention|les pharmacies",
        "rapprocher des villages|désengorger|rembourser|renforcer|ouvrir la fin de semaine"
        "|faire connaître",
        "family doctors|home care|young people's mental health|the hospital's emergency room"
        "|prevention|pharmacies",
        "bring closer to villages|relieve|reimburse|strengthen|open on weekends|make better known",
    ),
    (
        "les arbres de rue|les jardins partagés|le compostage|les berges de la rivière"
        "|les toits verts|la qualité de l'air",
        "planter et entretenir|protéger par un règlement|multiplier|mesurer en public|restaurer"
        "|confier aux écoles",
        "street trees|community gardens|composting|the river banks|green roofs|air quality",
        "plant and look after|protect by law|multiply|measure in public|restore|entrust to schools",
    ),
    (
        "les petits commerces|les marchés publics|les ateliers d'artisans"
        "|l'emploi des nouveaux arrivants|les entreprises sociales|le tourisme local",
        "exonérer de taxes|accompagner pendant deux ans|promouvoir|regrouper sous un toit"
        "|jumeler avec des mentors|simplifier",
        "small shops|public markets|craft workshops|jobs for newcomers|social enterprises"
        "|local tourism",
        "exempt from taxes|support for two years|promote|bring together under one roof"
        "|match with mentors|simplify",
    ),
    (
        "les salles de spectacle|les fêtes de quartier|les terrains de sport|les musées"
        "|les patinoires|les ateliers d'art",
        "rouvrir|animer toute l'année|prêter aux associations|rendre accessibles|moderniser"
        "|programmer avec les habitants de",
        "concert halls|street parties|sports fields|museums|skating rinks|art workshops",
        "reopen|run all year|lend to associations|make accessible|modernise|plan with residents",
    ),
    (
        "les démarches en ligne|les conseils de quartier|le budget participatif|les données publiques"
        "|l'accueil à la mairie|les consultations",
        "simplifier|rendre publics|traduire|doubler d'un guichet humain|tirer au sort"
        "|expliquer en langage clair",
        "online forms|neighbourhood councils|the participatory budget|open data"
        "|the city hall's front desk|consultations",
        "simplify|make public|translate|back with a human counter|draw by lot"
        "|explain in plain language",
    ),
)  # fmt: skip
PLACES_FR = (
    "à Rivière-du-Loup|dans le quartier nord|près de la gare|au centre-ville|dans les villages"
    "|autour des écoles|le long du fleuve|dans chaque arrondissement|à la campagne"
    "|derrière l'hôpital|dans la vieille ville|aux portes de la ville"
)
PLACES_EN = (
    "in the north end|near the station|downtown|in the villages|around schools|along the river"
    "|in every borough|in the countryside|behind the hospital|in the old town|at the edge of town"
    "|by the lake"
)
REASONS_FR = (
    "pour les familles|parce que l'hiver est long|avant 2030|avec les jeunes"
    "|sans augmenter les impôts|pour rompre l'isolement|comme on le fait ailleurs"
    "|afin de réduire la pollution|car c'est devenu trop cher|pour les personnes handicapées"
    "|en partenariat avec les entreprises|dès cette année"
)
REASONS_EN = (
    "for families|because winter is long|before 2030|with young people|without raising taxes"
    "|to end loneliness|as others do|to cut pollution|because it has become too expensive"
    "|for people with disabilities|together with employers|starting this year"
)
OPENINGS_FR = (
    "Il faudrait|Je propose de|Nous devrions|Et si on pouvait|Mon idée :|Il est temps de"
    "|S'il vous plaît,|Pourquoi ne pas"
)
OPENINGS_EN = "We should|I propose to|My idea:|It is time to|Please|Why not|Could we|The city must"


def proposals(n: int, seed: int = 0) -> Iterator[tuple[str, str, int]]:
    """n times text, language and theme; two of three are French, 8 to 20 words."""
    chance = random.Random(seed)
    for _ in range(n):
        theme = chance.choices(range(len(THEMES)), range(len(THEMES), 0, -1))[0]
        french = chance.random() < 2 / 3
        yield _text(chance, theme, french), "fr" if french else "en", theme


def _text(chance: random.Random, theme: int, french: bool) -> str:
    subjects, measures = (part.split("|") for part in THEMES[theme][0 if french else 2 :][:2])
    subject, other = chance.sample(subjects, 2)
    opening, place, reason = (
        chance.choice(words.split("|"))
        for words in (
            (OPENINGS_FR, PLACES_FR, REASONS_FR) if french else (OPENINGS_EN, PLACES_EN, REASONS_EN)
        )
    )
    together = chance.choice(
        ("et aussi", "mais pas", "ainsi que") if french else ("and also", "but not", "as well as")
    )
    second = f", {together} {other}" if chance.random() < 0.5 else ""
    number = f" ({chance.randrange(2, 500)})" if chance.random() < 0.1 else ""
    return f"{opening} {chance.choice(measures)} {subject} {place}{second}, {reason}{number}"
