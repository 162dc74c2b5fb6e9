package chatcontacts.cli.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Flags that are read as the AWS CLI reads its own: a flag may be shortened, the last of several counts, and a word that looks
 * like a flag is a value only if an equals sign attaches it.
 */
public final class AwsFlags {

    private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-[0-9]+|-[0-9]*\\.[0-9]+");

    private final CommandLine command;
    private final Map<String, List<String>> given = new HashMap<>();

    /** Of that command. */
    public AwsFlags(CommandLine command) {
        this.command = command.setAbbreviatedOptionsAllowed(true);
    }

    /** A flag that takes one word. */
    public void addSingle(String name, String label, String description) {
        add(new Words(name, false), "1", label, description);
    }

    /** A flag that takes any number of words, none too. */
    public void addList(String name, String label, String description) {
        add(new Words(name, true), "0..*", label, description);
    }

    private void add(Words reader, String arity, String label, String description) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder(reader.flag())
                        .type(String[].class)
                        .arity(arity)
                        .paramLabel(label)
                        .description(description)
                        .preprocessor(reader)
                        .build());
    }

    /** The flag's words, if it was given. */
    public Optional<List<String>> given(String flag) {
        return Optional.ofNullable(given.get(flag));
    }

    private static boolean looksLikeFlag(String word) {
        return word.startsWith("-")
                && word.length() > 1
                && word.indexOf(' ') < 0
                && !NEGATIVE_NUMBER.matcher(word).matches();
    }

    private final class Words implements IParameterPreprocessor {

        private final String flag;
        private final boolean several;

        Words(String flag, boolean several) {
            this.flag = flag;
            this.several = several;
        }

        String flag() {
            return flag;
        }

        @Override
        @SuppressWarnings("JdkObsolete") // picocli's own signature
        public boolean preprocess(Stack<String> args, CommandSpec spec, ArgSpec option, Map<String, Object> info) {
            List<String> words = new ArrayList<>();
            boolean attached = "=".equals(info.get("separator"));
            boolean more = attached || isValueNext(args);
            while (more) {
                words.add(args.pop());
                more = several && !attached && isValueNext(args);
            }
            if (words.isEmpty() && !several) {
                throw new MissingParameterException(spec.commandLine(), option, flag + " needs a value");
            }
            given.put(flag, words);
            return true;
        }

        private static boolean isValueNext(List<String> args) {
            return !args.isEmpty() && !looksLikeFlag(args.getLast());
        }
    }
}
