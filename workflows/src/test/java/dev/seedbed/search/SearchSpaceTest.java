package dev.seedbed.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seedbed.json.Json;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchSpaceTest {

    /** The space of the class's description. */
    static final SearchSpace SWEEP = space("""
            {'segmenter.learningRate': {'float': [1e-4, 1e-2], 'log': true},
             'segmenter.batch': {'int': [4, 16], 'step': 4},
             'regions.reading': {'choice': ['peak_fraction', 'area_fraction']},
             'regions.threshold': {'float': [0.2, 0.7], 'step': 0.05, 'when': {'regions.reading': ['peak_fraction']}}}""");

    static SearchSpace space(String tree) {
        return SearchSpace.of(tree(tree));
    }

    static JsonNode tree(String json) {
        return Json.read(json.replace('\'', '"'), JsonNode.class);
    }

    static Point point(String json) {
        return Json.read(json.replace('\'', '"'), Point.class);
    }

    @Test
    void aSpaceIsReadFromWhatItIsWrittenAs() {
        assertThat(Json.read(Json.write(SWEEP), SearchSpace.class)).isEqualTo(SWEEP);
        assertThat(SWEEP.paths()).containsExactly("regions.reading", "regions.threshold", "segmenter.batch", "segmenter.learningRate");
    }

    @Test
    void aChoiceStandsBeforeWhatDependsOnIt() {
        SearchSpace space = space("{'a': {'int': [1, 2], 'when': {'z': [1]}}, 'z': {'choice': [1, 2]}}");
        assertThat(space.dimensions()).extracting(Dimension::path).containsExactly("z", "a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                              |        | the search space is empty
            []                                                              |        | must be keys and values
            {'a': 3}                                                        | a      | must be keys and values
            {'a': {}}                                                       | a      | must be a choice, an int or a float range
            {'a': {'flot': [0, 1]}}                                         | a      | there is no kind flot; did you mean float?
            {'a': {'int': [0, 1], 'float': [0, 1]}}                         | a      | is of one kind, not int and float
            {'a': {'int': [0, 1], 'stop': 1}}                               | a.stop | unknown key; did you mean step?
            {'a': {'choice': [1, 2], 'step': 1}}                            | a.step | unknown key
            {'a..b': {'int': [0, 1]}}                                       | a..b   | is not a dotted path
            {'a': {'float': [1]}}                                           | a.float | must be two numbers
            {'a': {'float': [1, 'x']}}                                      | a.float | must be a number, not "x"
            {'a': {'int': [1, 2.5]}}                                        | a.int  | must be a whole number, not 2.5
            {'a': {'float': [2, 1]}}                                        | a.float | from the lower to the higher number, not 2 to 1
            {'a': {'float': [0, 1], 'log': true}}                           | a.float | must begin above 0, not at 0
            {'a': {'float': [0, 1], 'log': 1}}                              | a.log  | must be true or false
            {'a': {'float': [0, 1], 'step': 0}}                             | a.step | must be above 0, not 0
            {'a': {'float': [0, 1], 'step': -0.5}}                          | a.step | must be above 0, not -0.5
            {'a': {'float': [0.2, 0.7], 'step': 0.6}}                       | a.step | 0.6 is larger than the range from 0.2 to 0.7
            {'a': {'choice': []}}                                           | a.choice | needs at least one value
            {'a': {'choice': [1, 2, 1.0]}}                                  | a.choice | has 1 twice
            {'a': {'choice': 'x'}}                                          | a.choice | must be a list in brackets
            {'a': {'int': [0, 1], 'when': {}}}                              | a.when | must name a choice
            {'a': {'int': [0, 1], 'when': {'bee': [1]}}, 'be': {'choice': [1]}}  | a.when | there is no setting bee in the search space; did you mean be?
            {'a': {'int': [0, 1], 'when': {'b': [1]}}, 'b': {'int': [1, 2]}} | a.when | b is a range; only a choice
            {'a': {'int': [0, 1], 'when': {'b': [3]}}, 'b': {'choice': [1, 2]}} | a.when | b has no value 3, only [1, 2]
            {'a': {'int': [0, 1], 'when': {'b': []}}, 'b': {'choice': [1, 2]}} | a.when | needs at least one value
            {'a': {'choice': [1], 'when': {'b': [1]}}, 'b': {'choice': [1], 'when': {'a': [1]}}} | a.when | form a cycle: [a, b]
            {'a': {'choice': [1], 'when': {'a': [1]}}}                      | a.when | form a cycle: [a]
            {'a': {'choice': [1, 2]}, 'b': {'choice': [1], 'when': {'a': [1]}}, 'c': {'int': [1, 2], 'when': {'a': [2], 'b': [1]}}} | c.when | can never hold: it asks two things of a
            {'a': {'choice': [1]}, 'a.b': {'int': [1, 2]}}                  | a.b    | is set by a as well
            """)
    void whatIsNoSpaceIsRefusedWhereItIsWrong(String tree, String path, String reason) {
        assertThatThrownBy(() -> space(tree)).isInstanceOfSatisfying(SearchException.class, e -> {
            assertThat(e.path()).isEqualTo(path == null ? "" : path);
            assertThat(e.reason()).contains(reason);
        });
    }

    @Test
    void twoDimensionsForOneSettingAreRefused() {
        Dimension once = SearchSpace.dimension("a", tree("{'int': [1, 2]}"));
        assertThatThrownBy(() -> new SearchSpace(List.of(once, once))).hasMessage("a: occurs twice in the search space");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'int': [4, 16], 'step': 4}            | 4 | 4,8,12,16
            {'int': [1, 3]}                        | 3 | 1,2,3
            {'float': [0.2, 0.45], 'step': 0.05}   | 6 | 0.2,0.25,0.3,0.35,0.4,0.45
            {'int': [1, 6], 'step': 2}             | 3 | 1,3,5
            {'float': [0.5, 0.5]}                  | 1 | 0.5
            """)
    void quantisedRangesHaveDecimalValues(String tree, int size, String values) {
        Dimension dimension = SearchSpace.dimension("a", tree(tree));
        assertThat(dimension.size()).isEqualTo(OptionalLong.of(size));
        assertThat(IntStream.range(0, size).mapToObj(i -> dimension.value(i).toString())).containsExactly(values.split(","));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            {'regions.reading': 'area_fraction', 'segmenter.batch': 8, 'segmenter.learningRate': 1e-3}                             | -
            {'regions.reading': 'area_fraction', 'segmenter.batch': 8.0, 'segmenter.learningRate': 0.01}                           | -
            {'regions.reading': 'peak_fraction', 'regions.threshold': 0.35, 'segmenter.batch': 8, 'segmenter.learningRate': 1e-3}  | -
            {'regions.reading': 'peak_fraction', 'segmenter.batch': 8, 'segmenter.learningRate': 1e-3}                             | regions.threshold: is missing in the point
            {'regions.reading': 'area_fraction', 'regions.threshold': 0.35, 'segmenter.batch': 8, 'segmenter.learningRate': 1e-3}  | regions.threshold: has no meaning in the point
            {'regions.reading': 'area_fraction', 'segmenter.batch': 6, 'segmenter.learningRate': 1e-3}                             | segmenter.batch: 6 is not 4 plus steps of 4
            {'regions.reading': 'area_fraction', 'segmenter.batch': 20, 'segmenter.learningRate': 1e-3}                            | segmenter.batch: 20 is not from 4 to 16
            {'regions.reading': 'none', 'segmenter.batch': 8, 'segmenter.learningRate': 1e-3}                                      | regions.reading: "none" is none of
            {'regions.reading': 'area_fraction', 'segmenter.batch': '8', 'segmenter.learningRate': 1e-3}                           | segmenter.batch: "8" is not a number
            {'regions.reading': 'area_fraction', 'segmenter.bach': 8, 'segmenter.learningRate': 1e-3}                              | segmenter.bach: is not searched; did you mean segmenter.batch?
            """)
    void aPointBelongsIfItHasAValueForEachActiveDimensionAndNoOther(String values, String objection) {
        assertThat(SWEEP.objection(point(values)).map(SearchException::getMessage).orElse("-")).startsWith(objection == null ? "-" : objection);
        assertThat(SWEEP.contains(point(values))).isEqualTo(objection == null);
    }

    @Test
    void equalPointsAreEqualHoweverTheyAreWritten() {
        Point one = point("{'b': 1.0, 'a': {'y': 2e0, 'x': [0.10]}}");
        assertThat(one).isEqualTo(point("{'a': {'x': [0.1], 'y': 2}, 'b': 1}")).hasToString("{\"a\":{\"x\":[0.1],\"y\":2},\"b\":1}");
        assertThat(Json.read(one.toString(), Point.class)).isEqualTo(one);
        assertThat(Point.of(Map.of("b", tree("1")))).isNotEqualTo(Point.of(Map.of("b", tree("'1'"))));
    }

    @Test
    void aDimensionCanBeNarrowedAndWidened() {
        SearchSpace narrow = SWEEP.with(SearchSpace.dimension("segmenter.batch", tree("{'int': [4, 8], 'step': 4}")));
        Point point = point("{'regions.reading': 'area_fraction', 'segmenter.batch': 16, 'segmenter.learningRate': 1e-3}");
        assertThat(SWEEP.contains(point)).isTrue();
        assertThat(narrow.contains(point)).isFalse();
        assertThat(narrow.with(SearchSpace.dimension("segmenter.batch", tree("{'int': [4, 32], 'step': 4}"))).contains(point)).isTrue();
    }

    @Test
    void narrowingRefusesWhatIsNotSearchedAndWhatOthersDependOn() {
        assertThatThrownBy(() -> SWEEP.with(SearchSpace.dimension("segmenter.bach", tree("{'int': [4, 8]}"))))
                .hasMessage("segmenter.bach: is not searched; did you mean segmenter.batch?");
        assertThatThrownBy(() -> SWEEP.with(SearchSpace.dimension("regions.reading", tree("{'choice': ['area_fraction']}"))))
                .hasMessageStartingWith("regions.threshold.when: regions.reading has no value \"peak_fraction\"");
    }
}
