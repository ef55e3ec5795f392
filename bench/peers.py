"""What others would group the same vectors with, and ours, all in one shape.

A method takes a workshop, the number of groups (None: as many as it would choose itself) and a seed, and
gives a label per idea, -1 for an idea it leaves over. The peers are not left at defaults made for thousands
of texts: their settings are those with the best ARI among the ones tried on this very yardstick (HDBSCAN's
smallest group 2-5 and samples 1-3, a cosine of 0.15-0.50, BERTopic's smallest topic 2-4 and neighbours 5-15).
"""

import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import HDBSCAN, AgglomerativeClustering, KMeans
from sklearn.metrics import silhouette_score

from bench.yardstick import Workshop
from clustering import average_linkage, centred, cut, default_k, group, room_vectors
from clustering.neighbours import smoothed

Labels = Sequence[int]
Method = Callable[[Workshop, int | None, int], Labels]

FEWEST, MOST = 2, 12  # groups tried by the methods that need to be told a number
SMALLEST = 3  # texts in a group of HDBSCAN (its default: 5)
SMALLEST_TOPIC = 2  # texts in a topic of BERTopic (its default: 10)
NEIGHBOURS = 10  # of UMAP (its default: 15)
THRESHOLD = 0.2  # cosine of centred vectors for community detection (its default: 0.75)


def ours(workshop: Workshop, k: int | None, seed: int) -> Labels:
    """Récolte's draft."""
    return group(workshop.texts, workshop.languages, room_vectors(workshop.pieces), k, seed).labels


def whole_vectors(workshop: Workshop, k: int | None, seed: int) -> Labels:
    """Récolte's draft as it was: one vector a text as the encoder gives it, and twelve neighbours."""
    order = sorted(range(len(workshop.texts)), key=lambda i: workshop.texts[i])
    rows = centred(workshop.vectors[order], [workshop.languages[i] for i in order])
    tree = average_linkage(smoothed(rows))
    labels = np.empty(len(order), dtype=int)
    for label, members in enumerate(cut(tree, k or default_k(len(order)))):
        labels[[order[row] for row in members]] = label
    return labels


def told_the_centres(workshop: Workshop, k: int | None, seed: int) -> Labels:
    """The ceiling of these vectors: each idea with the nearest centre of people's groups, itself left out."""
    return _nearest_true_centre(workshop.rows, workshop.labels)


def told_the_centres_of_whole_vectors(workshop: Workshop, k: int | None, seed: int) -> Labels:
    """The same ceiling for the vectors as the encoder gives them."""
    return _nearest_true_centre(centred(workshop.vectors, workshop.languages), workshop.labels)


def k_means(workshop: Workshop, k: int | None, seed: int) -> Labels:
    """k-means on the vectors we give ourselves; by itself it takes the number of the best silhouette."""
    return _k_means(workshop.rows, k, seed)


def k_means_raw(workshop: Workshop, k: int | None, seed: int) -> Labels:
    """k-means on the vectors as the encoder gives them."""
    return _k_means(workshop.vectors, k, seed)


def ward(workshop: Workshop, k: int | None, seed: int) -> Labels:
    """Ward's tree; by itself it takes the number of the best silhouette."""
    return _best(workshop.rows, k, lambda rows, n: AgglomerativeClustering(n).fit_predict(rows))


def hdbscan(workshop: Workshop, k: int | None, seed: int) -> Labels:
    """HDBSCAN, which chooses the number of groups and leaves texts over."""
    return HDBSCAN(min_cluster_size=SMALLEST, min_samples=1, copy=True).fit_predict(workshop.rows)


def community_detection(workshop: Workshop, k: int | None, seed: int) -> Labels:
    """sentence-transformers' communities above a cosine, which leave texts over."""
    from sentence_transformers.util import community_detection as communities  # noqa: PLC0415 (six seconds)

    labels = np.full(len(workshop.rows), -1)
    for label, members in enumerate(communities(workshop.rows, THRESHOLD, min_community_size=2)):
        labels[members] = label
    return labels


def bertopic(workshop: Workshop, k: int | None, seed: int) -> Labels:
    """BERTopic on the given vectors: UMAP, HDBSCAN, then its own merging of topics down to k."""
    from bertopic import BERTopic  # noqa: PLC0415 (ten seconds)
    from umap import UMAP  # noqa: PLC0415

    reducer = UMAP(n_neighbors=NEIGHBOURS, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    topics = None if k is None else k + 1  # BERTopic counts the texts left over as a topic
    model = BERTopic(umap_model=reducer, min_topic_size=SMALLEST_TOPIC, nr_topics=topics)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        labels, _ = model.fit_transform(list(workshop.texts), workshop.rows)
    return labels


def folded(method: Method) -> Method:
    """The method with every text it leaves over put in the group of the nearest centroid."""

    def with_no_text_over(workshop: Workshop, k: int | None, seed: int) -> Labels:
        labels = np.array(method(workshop, k, seed))
        names = sorted(set(labels.tolist()) - {-1})
        if not names:
            return np.zeros_like(labels)
        centroids = np.stack([workshop.rows[labels == name].mean(axis=0) for name in names])
        centroids /= np.maximum(np.linalg.norm(centroids, axis=1, keepdims=True), 1e-9)
        nearest = np.array(names)[(workshop.rows @ centroids.T).argmax(axis=1)]
        return np.where(labels == -1, nearest, labels)

    return with_no_text_over


METHODS: dict[str, tuple[Method, str]] = {  # the method and the package it needs
    "Récolte": (ours, "clustering"),
    "whole vectors": (whole_vectors, "clustering"),
    "k-means": (k_means, "sklearn"),
    "k-means, not centred": (k_means_raw, "sklearn"),
    "Ward": (ward, "sklearn"),
    "HDBSCAN": (hdbscan, "sklearn"),
    "HDBSCAN, rest folded": (folded(hdbscan), "sklearn"),
    "communities": (community_detection, "sentence_transformers"),
    "communities, rest folded": (folded(community_detection), "sentence_transformers"),
    "BERTopic": (bertopic, "bertopic"),
    "BERTopic, rest folded": (folded(bertopic), "bertopic"),
    "ceiling": (told_the_centres, "clustering"),
    "ceiling, whole vectors": (told_the_centres_of_whole_vectors, "clustering"),
}


def _nearest_true_centre(rows: NDArray[np.floating], labels: Sequence[str]) -> Labels:
    names = np.array(labels)
    found = []
    for i, row in enumerate(rows):
        others = np.arange(len(rows)) != i
        centres = {
            name: rows[others & (names == name)].mean(axis=0) for name in sorted({*names[others].tolist()})
        }
        found.append(max(centres, key=lambda name: row @ centres[name] / np.linalg.norm(centres[name])))
    return [sorted(set(labels)).index(name) for name in found]


def installed() -> dict[str, Method]:
    """The methods that can run here; says which cannot and what they need."""
    for name, (_, package) in METHODS.items():
        if find_spec(package) is None:
            print(f"{name}: left out, {package} is not installed (pip install -r requirements-bench.txt)")
    return {name: method for name, (method, package) in METHODS.items() if find_spec(package)}


def _k_means(rows: NDArray[np.floating], k: int | None, seed: int) -> Labels:
    return _best(rows, k, lambda some, n: KMeans(n, n_init=10, random_state=seed).fit_predict(some))


def _best(
    rows: NDArray[np.floating], k: int | None, cluster: Callable[[NDArray[np.floating], int], Labels]
) -> Labels:
    """The k groups, or those of the number with the best silhouette."""
    if k is not None:
        return cluster(rows, k)
    tried = [cluster(rows, number) for number in range(FEWEST, MOST + 1)]
    return max(tried, key=lambda labels: silhouette_score(rows, labels))
