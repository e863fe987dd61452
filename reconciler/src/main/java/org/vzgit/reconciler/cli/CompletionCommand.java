package org.vzgit.reconciler.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Print the completion script of a shell.",
        footer = {"", "Example:", "  source <(vzgit completion bash)"})
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Console console) {
        this.console = console;
    }

    private enum Shell {
        BASH,
        ZSH
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("vzgit", spec.root().commandLine());
        console.print(
                switch (shell) {
                    case BASH -> script;
                    // zsh reads bash completions once this module is loaded; picocli's script
                    // loads it only when zsh sources it as a function file.
                    case ZSH -> "autoload -U +X bashcompinit && bashcompinit\n" + script;
                });
        return ExitCode.OK.code();
    }
}
