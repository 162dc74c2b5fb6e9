package chatcontacts.cli.submit.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chatcontacts.cli.submit.input.Node.Fields;
import chatcontacts.cli.submit.input.Node.Items;
import chatcontacts.cli.submit.input.Node.Plain;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShorthandInputTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "a=b # {a=b}",
                "a=b,c=d # {a=b, c=d}",
                "a = b , c = d # {a=b, c=d}",
                "a= # {a=}",
                "a=,b=c # {a=, b=c}",
                "a=b,c # {a=[b, c]}",
                "a=b,c,d=e # {a=[b, c], d=e}",
                "a=[b,c],d=e # {a=[b, c], d=e}",
                "a=b,,c=d # {a=b, c=d}",
                "a=[] # {a=[]}",
                "a={b=c,d={e=f}} # {a={b=c, d={e=f}}}",
                "a=[{b=c},{d=e}] # {a=[{b=c}, {d=e}]}",
                "a='b, c=d',e=f # {a=b, c=d, e=f}",
                "a=\"it's\",b='say \"hi\"' # {a=it's, b=say \"hi\"}",
                "a='it\\'s' # {a=it's}",
                "a=b\\,c # {a=b,c}",
                "a=b c d # {a=b c d}",
                "a=b=c # {a=b=c}",
                "a=https://host/x?y=z # {a=https://host/x?y=z}",
                "connect:Subtype=x # {connect:Subtype=x}",
                "a_b-c.d=1 # {a_b-c.d=1}"
            })
    void readsTheAwsClisShorthand(String text, String read) throws InputSyntaxException {
        assertThat(shown(ShorthandInput.read(text))).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "=b", "a=b,", "a='b", "a=[b", "a={b=c", "a={b}", "a='b'c", "a=[b]c", "ä=b"})
    void refusesWhatIsNoShorthandAndSaysWhere(String text) {
        assertThatExceptionOfType(InputSyntaxException.class)
                .isThrownBy(() -> ShorthandInput.read(text))
                .withMessageMatching("is neither JSON nor Key=value pairs: .* is missing at character \\d+");
    }

    private static String shown(Node node) {
        return switch (node) {
            case Plain plain -> plain.value();
            case Items items ->
                items.values().stream().map(ShorthandInputTest::shown).collect(Collectors.joining(", ", "[", "]"));
            case Fields fields ->
                fields.values().entrySet().stream()
                        .map(it -> it.getKey() + "=" + shown(it.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> throw new AssertionError(node);
        };
    }
}
