package chatcontacts.cli.submit;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.submit.AwsCliTable.Difference;
import chatcontacts.cli.submit.AwsCliTable.Row;
import chatcontacts.cli.submit.input.Parameter;
import chatcontacts.cli.submit.input.ParsedRequest;
import chatcontacts.cli.submit.input.RequestInput;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fault;
import chatcontacts.domain.request.MessageLimits;
import chatcontacts.domain.request.RequestRules;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class AwsCliShorthandTest {

    @TempDir
    private static Path folder;

    @Test
    void aFlagMeansWhatItMeansToTheAwsCliOrDiffersOnPurpose() {
        Map<String, Difference> onPurpose = AwsCliTable.differences();
        Map<String, Difference> left = new HashMap<>(onPurpose);
        List<Row> rows = AwsCliTable.read(folder);

        List<String> others = new ArrayList<>();
        for (Row row : rows) {
            left.remove(row.written());
            if (!isAsExpected(row, Optional.ofNullable(onPurpose.get(row.written())))) {
                others.add(row + " should be "
                        + row.expected().map(JsonNode::toString).orElse("refused"));
            }
        }

        assertThat(rows).hasSize(608);
        assertThat(others).isEmpty();
        assertThat(left).as("differences of no row").isEmpty();
    }

    private static boolean isAsExpected(Row row, Optional<Difference> difference) {
        if (difference.isEmpty()) {
            return row.expected().map(it -> it.equals(member(row))).orElseGet(() -> isRefused(row));
        }
        return switch (difference.get()) {
            case ACCEPTED -> row.expected().isEmpty() && !isRefused(row);
            case REFUSED -> row.expected().isPresent() && isRefused(row);
            case ABSENT -> row.expected().isPresent() && member(row).isNull();
        };
    }

    /** Refused by the service's rules at the latest, which know the lengths that the AWS CLI knows too. */
    private static boolean isRefused(Row row) {
        return parsed(row, new RequestRules(MessageLimits.DOCUMENTED)::check) instanceof ParsedRequest.Faulty;
    }

    /** What is read, before any rule: the AWS CLI does not know all of them. */
    private static JsonNode member(Row row) {
        return switch (parsed(row, request -> List.of())) {
            case ParsedRequest.Sound it -> AwsJson.member(it.request(), row.parameter());
            case ParsedRequest.Faulty it -> new TextNode("faults: " + it.faults());
        };
    }

    private static ParsedRequest parsed(Row row, Function<DecodedRequest, List<Fault>> rules) {
        Map<String, List<String>> flags = new LinkedHashMap<>();
        flags.put("--instance-id", List.of("i"));
        flags.put("--contact-flow-id", List.of("f"));
        flags.put("--participant-details", List.of("DisplayName=Ada"));
        flags.put(
                Parameter.ALL.stream()
                        .filter(it -> it.name().equals(row.parameter()))
                        .findFirst()
                        .orElseThrow()
                        .flag(),
                row.words());
        List<String> args = new ArrayList<>();
        flags.forEach((flag, words) -> {
            args.add(flag);
            args.addAll(words);
        });
        CommandLine command = new CommandLine(CommandSpec.create());
        var given = SubmitCommand.addFlags(command);
        try {
            var unused = command.parseArgs(args.toArray(String[]::new));
            return new RequestInput(rules, given.get()).flagsOnly();
        } catch (ParameterException e) {
            return new ParsedRequest.Faulty(List.of(new Fault("usage", String.valueOf(e.getMessage()))));
        }
    }
}
