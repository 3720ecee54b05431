package dev.seedbed.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectivesTest {

    private static final Point POINT = SearchSpaceTest.point("{'x': 1}");
    private static final Objectives BOTH =
            Objectives.of(new Objective("miou", Goal.MAXIMIZE), new Objective(Objective.DEVICE_SECONDS, Goal.MINIMIZE));

    @Test
    void theFrontIsWhatNoOtherPointBeats() {
        List<Observation> observations = List.of(
                Observation.measured(5, POINT, 0.6, 50),
                Observation.measured(1, POINT, 0.4, 10),
                Observation.measured(2, POINT, 0.4, 11),
                Observation.measured(3, POINT, 0.5, 60),
                Observation.measured(4, POINT, 0.4, 10),
                Observation.measured(6, POINT, 0.9, Double.NaN),
                new Observation(7, POINT, new Observation.Failed()),
                new Observation(8, POINT, new Observation.Running()));
        assertThat(BOTH.front(observations)).extracting(Observation::number).containsExactly(1, 4, 5);
    }

    @Test
    void theBestOfEqualsIsTheEarliest() {
        Objectives highest = Objectives.of(new Objective("miou", Goal.MAXIMIZE));
        List<Observation> observations = List.of(
                Observation.measured(3, POINT, 0.5), Observation.measured(2, POINT, 0.5), Observation.measured(1, POINT, 0.4));
        assertThat(highest.best(observations)).map(Observation::number).contains(2);
        assertThat(highest.best(List.of(new Observation(1, POINT, new Observation.Failed())))).isEmpty();
    }

    @Test
    void objectivesAreReadFromWhatTheyAreWrittenAs() {
        assertThat(Json.read(Json.write(BOTH), Objectives.class)).isEqualTo(BOTH);
        assertThat(Json.read("[{\"figure\": \"miou\", \"goal\": \"maximize\"}]", Objectives.class).list())
                .containsExactly(new Objective("miou", Goal.MAXIMIZE));
    }

    @Test
    void noObjectiveAndOneFigureTwiceAreRefused() {
        assertThatThrownBy(() -> new Objectives(List.of())).hasMessageContaining("from 1 to 3 objectives, not 0");
        var once = new Objective("miou", Goal.MAXIMIZE);
        assertThatThrownBy(() -> Objectives.of(once, new Objective("miou", Goal.MINIMIZE))).hasMessageContaining("the same figure");
        assertThatThrownBy(() -> new Objective(" ", Goal.MAXIMIZE)).hasMessageContaining("must name a figure");
        assertThatThrownBy(() -> Objectives.of(SearchSpaceTest.tree("[{'figure': 'miou'}]"))).hasMessage("goal is missing");
        assertThatThrownBy(() -> Objectives.of(SearchSpaceTest.tree("[{'figure': 'miou', 'goal': 'minimise'}]")))
                .hasMessage("goal: there is no minimise; did you mean minimize?");
        assertThatThrownBy(() -> Objectives.of(SearchSpaceTest.tree("{'figure': 'miou', 'goal': 'minimize'}")))
                .hasMessageStartingWith("must be a list of objectives");
    }

    @Test
    void ofAFrontThatDoesNotFitThoseThatDominateTheMostAreBest() {
        List<Observation> observations = List.of(
                Observation.measured(1, POINT, 0.0, 0), Observation.measured(2, POINT, 0.9, 2), Observation.measured(3, POINT, 0.91, 2.1),
                Observation.measured(4, POINT, 1.0, 10), Observation.measured(5, POINT, 0.0, 20),
                new Observation(6, POINT, new Observation.Pruned(1, 0.3, Goal.MINIMIZE)),
                new Observation(7, POINT, new Observation.Pruned(2, 0.9, Goal.MINIMIZE)),
                new Observation(8, POINT, new Observation.Pruned(2, 0.8, Goal.MINIMIZE)));
        var ranking = new Ranking(BOTH, observations);
        assertThat(ranking.size()).isEqualTo(8);
        assertThat(ranking.best(1)).extracting(Observation::number).containsExactly(2);
        assertThat(ranking.best(2)).extracting(Observation::number).containsExactly(2, 1);
        assertThat(ranking.best(3)).extracting(Observation::number).containsExactly(2, 1, 4);
        assertThat(ranking.best(5)).extracting(Observation::number).endsWith(5);
        assertThat(ranking.best(8)).extracting(Observation::number).endsWith(5, 8, 7, 6);
    }

    @Test
    void whatTwoOfAFrontDominateTogetherCountsOnce() {
        double[][] losses = {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}, {0.01, 0.01, 0.95}};
        assertThat(new Pareto(losses).best(3)).containsExactly(3, 1, 2);
    }
}
