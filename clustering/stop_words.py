"""Words too common to tell one group of ideas from another, French and English, in lower case.

A list of our own: articles, pronouns, prepositions, auxiliaries, and the turns of phrase of people who
propose.
"""

_FRENCH = """
a ai aie aient ainsi aller alors as au aucun aucune aujourd aura aurait aussi autour autre autres aux avaient
avait avant avec avoir ayant beaucoup bien c car ce ceci cela celle celles celui cependant ces cet cette ceux
chacun chaque chez ci comme comment ça d dans de dehors depuis des deux devraient devrait dès déjà doit
doivent donc dont du durant elle elles en encore entre es est et eu eux étaient était étant été être faire
fais fait faites fasse faudrait faut fois font grâce hors ici il ils j je jusqu jusque juste l la là le les
leur leurs lors lorsqu lorsque lui m ma mais me mes mettre même mêmes mieux mis moi moins mon n ne ni non nos
notre nous on ont ou où par parce parfois pas pendant permettre peu peut peuvent plus plusieurs plutôt pour
pourquoi pourrait pouvoir près puis puisqu puisque qu quand que quel quelle quelles quelqu quelque quelques
quels qui quoi quoique rien s sa sans sauf se selon sera seraient serait ses seul seulement si sinon sois soit
sommes son sont sous souvent suis sur t ta te tel telle tels tes toi ton toujours tous tout toute toutes très
trop tu un une va vais vers vont vos votre vous vraiment vu y
"""

_ENGLISH = """
a about above after again against all also always am an and any are aren as at be because been before being
below between both but by can cannot could couldn did didn do does doesn doing don down during each else etc
every few for from further get gets give had hadn has hasn have haven having he help her here hers him his how
i if in into is isn it its just let like ll lot make makes many may maybe me might mine more most much must my
need needs no nor not of off often on once one only or other our ours out over own per please re s same shall
she should shouldn since so some such t than that the their theirs them then there these they thing things
this those through to too under until up upon us ve very via want was wasn way we well were weren what when
where whether which while who whom whose why will with within without won would wouldn yet you your yours
"""

STOP_WORDS = frozenset((_FRENCH + _ENGLISH).split())
