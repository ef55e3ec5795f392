"""Words too common to tell one group of ideas from another, French and English, in lower case.

A list of our own: articles, pronouns, prepositions, auxiliaries, units of time and length, numbers in
letters, and the turns of phrase of people who propose.
"""

_FRENCH = """
à a ai aie aient ailleurs ainsi ajout ajouter aller alors améliorer an année années ans apporter après as
assurer au aucun aucune augmenter aujourd aura aurait aussi autant autour autre autres aux avaient avait
avance avant avec avoir ayant bas beaucoup ben bien c car ce ceci cela celle celles celui cependant certain
certaine certaines certains ces cet cette ceux chacun chacune chaque chez chose choses ci cinq cm comme
commence commencer comment création créer d dans de dehors depuis des deux devenir devraient devrait dire
dit dites dits dix doit doivent donc donner dont douze du durant dès déjà développer elle elles en encore
encourager entre es est et eu eux eviter facile faciliter faire fais fait faites fasse faudrait faut
favorise favoriser fin fois font garantir genre grâce h heure heures hors huit ici il ils j je jour jours
jusqu jusque juste km l la le les leur leurs lieu loin lors lorsqu lorsque lui là m ma maintenir mais me
merci mes mettre mieux min mis mise mm moi moins mois mon même mêmes n ne neuf ni non nos notre nous nouveau
nouveaux nouvelle nouvelles offrir on ont organiser ou ouvrir où par parce parfois parler part partout pas
pendant penser permet permettrait permettre personne personnes peu peut peuvent pis plus plusieurs plutôt
pour pourquoi pourrait pouvoir premier premiers première premières prendre promouvoir propose proposer près
prévoir puis puisqu puisque qu quand quatre que quel quelle quelles quelqu quelque quelques quels qui quoi
quoique rapidement rendre renforcer rester rien s sa sans sauf savoir se selon semaine semaines sept sera
seraient serait ses seul seulement si simple simplement sinon six sois soit sommes son sont sous souvent
suis sur surtout svp t ta tant te tel telle tels tes toi ton toujours tous tout toute toutes trois trop
trouver très tu un une utiliser va vais venir vers vite voir vont vos votre vous vraiment vu y ça étaient
était étant été éventuellement éviter être
"""

_ENGLISH = """
a about above add adding after again against all allow also always am an and any anyone anything are aren as
at be because become been before being below better between both bring build but by can cannot come could
couldn create day days develop did didn do does doesn doing don down during each easier easy else enable
encourage ensure etc even every everyone few find first five for four from further get gets give go good had
hadn hard has hasn have haven having he help her here hers him his hour hours how i if improve in increase
instead into is isn it its just keep km know let like ll lot make makes many may maybe me might min mine
month months more most much must my need needs new no nor not of off offer often on once one only or
organise organize other our ours out over own people per please promote propose provide put re ready really
s same see shall she should shouldn since six so some someone soon start starts such t take ten than that
the their theirs them then there these they thing things this those three through to too try two under until
up upon us use using ve very via want was wasn way we week weeks well were weren what when where whether
which while who whom whose why will with within without won would wouldn year yearly years yet you your
yours
"""

STOP_WORDS = frozenset((_FRENCH + _ENGLISH).split())

# The stop words that may stand inside a term of two words: «permis de travail», «bus to the airport».
_LINKS = "a à and au aux d de des du en et for in l la le les of on the to"
LINKS = frozenset(_LINKS.split())
