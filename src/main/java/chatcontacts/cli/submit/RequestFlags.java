package chatcontacts.cli.submit;

import chatcontacts.cli.submit.input.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The flags of a request's parameters, with the AWS CLI's manners: a flag may be shortened, the last of several counts, and a
 * word that looks like a flag is never a value unless it is attached with an equals sign.
 */
final class RequestFlags {

    private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-[0-9]+|-[0-9]*\\.[0-9]+");

    private final Map<Parameter, List<String>> given = new LinkedHashMap<>();

    /** Adds a flag for each parameter to the command. */
    void addTo(CommandLine command) {
        command.setAbbreviatedOptionsAllowed(true);
        for (Parameter parameter : Parameter.ALL) {
            boolean several = parameter.kind() == Parameter.Kind.WORDS;
            command.getCommandSpec()
                    .addOption(OptionSpec.builder(parameter.flag())
                            .type(String[].class)
                            .arity(several ? "0..*" : "1")
                            .paramLabel(parameter.kind() == Parameter.Kind.OBJECT ? "JSON|KEY=VALUE,..." : "VALUE")
                            .description(parameter.meaning())
                            .preprocessor(new Words(parameter))
                            .build());
        }
    }

    /** Those that were given, each with its words. */
    Map<Parameter, List<String>> given() {
        return given;
    }

    private final class Words implements IParameterPreprocessor {

        private final Parameter parameter;

        Words(Parameter parameter) {
            this.parameter = parameter;
        }

        @Override
        @SuppressWarnings("JdkObsolete") // picocli's own signature
        public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec flag, Map<String, Object> info) {
            List<String> words = new ArrayList<>();
            if ("=".equals(info.get("separator"))) {
                words.add(args.pop());
            } else if (parameter.kind() == Parameter.Kind.WORDS) {
                while (isValueNext(args)) {
                    words.add(args.pop());
                }
            } else if (isValueNext(args)) {
                words.add(args.pop());
            } else {
                throw new MissingParameterException(
                        command.commandLine(), flag, parameter.flag() + " needs a value");
            }
            given.put(parameter, words);
            return true;
        }

        private static boolean isValueNext(List<String> args) {
            return !args.isEmpty() && !looksLikeFlag(args.getLast());
        }
    }

    private static boolean looksLikeFlag(String word) {
        return word.startsWith("-")
                && word.length() > 1
                && word.indexOf(' ') < 0
                && !NEGATIVE_NUMBER.matcher(word).matches();
    }
}
