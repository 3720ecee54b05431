package dev.seedbed.search;

import static dev.seedbed.search.SearchSpaceTest.SWEEP;
import static dev.seedbed.search.SearchSpaceTest.point;
import static dev.seedbed.search.SearchSpaceTest.space;
import static dev.seedbed.search.SearchSpaceTest.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTest {

    /** A campaign's course is computed again from its rows: no other version may propose anything else. */
    @Test
    void proposalsStayTheSameOnEveryMachineAndInEveryVersion() {
        List<Observation> known =
                Functions.search(new RandomSampler(7), Functions.MIXED, 40, point -> Functions.number(point, "shift"));
        assertThat(proposed(new RandomSampler(7), known)).isEqualTo(point("""
                {'a.width':0.9707865727108927, 'ab.deep':5, 'ab.mode':2.5, 'batch':16, 'depth':4, 'fixed':7, 'kind':'a',
                 'rate':0.06097577218725701, 'share':0.65, 'shift':0.9426634060034487}"""));
        assertThat(proposed(new HaltonSampler(7), known)).isEqualTo(point("""
                {'a.width':0.382080792661038, 'ab.mode':{'x':1}, 'batch':8, 'depth':2, 'fixed':7, 'kind':'a',
                 'rate':0.05120739736055031, 'share':0.7, 'shift':-0.18276052814970267}"""));
        assertThat(proposed(new TpeSampler(10, false, 7), known)).isEqualTo(point("""
                {'batch':12, 'depth':2, 'fixed':7, 'kind':'c',
                 'rate':0.091608967343317, 'share':0.25, 'shift':-2.98024772726403}"""));
        assertThat(proposed(new TpeSampler(10, true, 7), known)).isEqualTo(point("""
                {'a.width':0.9880717502448984, 'ab.mode':{'x':1}, 'batch':16, 'depth':4, 'fixed':7, 'kind':'a',
                 'rate':0.009130217939476562, 'share':0.7, 'shift':-2.867956358621624}"""));
    }

    private static Point proposed(Sampler sampler, List<Observation> known) {
        return sampler.propose(Functions.MIXED, Functions.LOWEST, known, 41).orElseThrow().point();
    }

    @Test
    void aGridOverAnIntervalIsRefused() {
        assertThatThrownBy(() -> new GridSampler().points(SWEEP))
                .hasMessage("segmenter.learningRate: a grid needs a step here, or a choice");
    }

    @Test
    void aGridTooLargeToCountIsRefused() {
        String many = "{'a': {'int': [1, 4000000000]}, 'b': {'int': [1, 4000000000]}}";
        assertThatThrownBy(() -> new GridSampler().points(space(many)))
                .isInstanceOf(SearchException.class)
                .hasMessageContaining("too many points");
    }

    @Test
    void samplersAreReadFromWhatTheyAreWrittenAs() {
        for (Sampler sampler : List.of(new GridSampler(), new RandomSampler(4), new HaltonSampler(5), new TpeSampler(8, true, 6))) {
            assertThat(Json.read(Json.write(sampler), Sampler.class)).isEqualTo(sampler);
        }
        assertThat(Sampler.of(tree("{'tpe': {}}"))).isEqualTo(new TpeSampler(10, false, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            {}                              | -            | must be one sampler
            {'grid': {}, 'random': {}}      | -            | must be one sampler
            {'gird': {}}                    | -            | there is no sampler gird; did you mean grid?
            {'grid': {'seed': 1}}           | grid.seed    | unknown key
            {'random': 3}                   | random       | must be keys and values
            {'random': {'sed': 1}}          | random.sed   | unknown key; did you mean seed?
            {'halton': {'seed': 'x'}}       | halton.seed  | must be a whole number, not "x"
            {'tpe': {'startup': 0}}         | tpe.startup  | must be at least 1, not 0
            {'tpe': {'startup': 1.5}}       | tpe.startup  | must be a whole number, not 1.5
            {'tpe': {'multivariate': 1}}    | tpe.multivariate | must be true or false
            """)
    void whatIsNoSamplerIsRefusedWhereItIsWrong(String tree, String path, String reason) {
        assertThatThrownBy(() -> Sampler.of(tree(tree))).isInstanceOfSatisfying(SearchException.class, e -> {
            assertThat(e.path()).isEqualTo(path == null ? "" : path);
            assertThat(e.reason()).contains(reason);
        });
    }
}
