using System.CommandLine;
using System.Text.RegularExpressions;
using PilotPairing.Api.Cli;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>What a newcomer reads before anything answers: the script's progress, and documents that name what there is.</summary>
public sealed partial class FirstStartTests
{
    /// <summary>The compiler is a stand-in that writes what it was asked for: a real one takes minutes.</summary>
    [Theory]
    [InlineData("true", new[] { "Publishing PilotPairing into artifacts/app", "Published; starting it" })]
    [InlineData("[[ $* != *CompileAhead* ]]",
        new[] { "Publishing PilotPairing into artifacts/app", "It could not be compiled ahead here", "Published; starting it" })]
    public async Task The_script_says_each_step_with_the_seconds_that_passed(string compiles, string[] steps)
    {
        var printed = await Guide.Run($$"""
            mkdir -p product/build product/src bin product/artifacts/app
            cp "$REPOSITORY/build/run" product/build/run
            cp "$REPOSITORY/global.json" product/
            printf '#!/bin/bash\n[[ $1 == pilotpairing.dll ]] && echo "served in $PWD with $*" && exit\n{{compiles}}\n' >bin/dotnet
            chmod +x bin/dotnet
            PATH="$PWD/bin:$PATH" product/build/run --role web 2>&1
            """, ("REPOSITORY", RepositoryRoot.Path));

        printed[..^1].Should().HaveCount(steps.Length).And.OnlyContain(line => Progress().IsMatch(line));
        printed[..^1].Zip(steps).Should().OnlyContain(pair => pair.First.Contains(pair.Second));
        printed[^1].Should().EndWith("/product/artifacts/app with pilotpairing.dll serve --role web");
    }

    /// <summary>Compiler, npm and Node are stand-ins that write what they were asked for.</summary>
    [Theory]
    [InlineData("22", "npm ci --omit=dev --ignore-scripts", "served with pilotpairing.dll serve --role all, kind baileys, live true")]
    [InlineData("18", "needs Node.js 20 or newer, and node is v18", null)]
    public async Task A_live_start_installs_the_gateway_s_packages_or_names_what_is_missing(string node, string said, string? served)
    {
        var printed = await Guide.Run($$"""
            mkdir -p product/build product/src bin product/artifacts/app/gateway
            cp "$REPOSITORY/build/run" product/build/run
            cp "$REPOSITORY/global.json" product/
            echo '{}' >product/artifacts/app/gateway/package-lock.json
            printf '#!/bin/bash\n[[ $1 == pilotpairing.dll ]] && echo "served with $*, kind $Gateways__live__Kind, live $Demo__Live"\ntrue\n' >bin/dotnet
            printf '#!/bin/bash\necho "npm $*"; mkdir -p node_modules\n' >bin/npm
            printf '#!/bin/bash\n[[ $1 == -p ]] && echo {{node}} || echo v{{node}}\n' >bin/node
            chmod +x bin/*
            PATH="$PWD/bin:$PATH" product/build/run --live --role all 2>&1 || true
            """, ("REPOSITORY", RepositoryRoot.Path));

        printed.Should().Contain(line => line.Contains(said));
        printed.Where(line => line.StartsWith("served", StringComparison.Ordinal)).Should().Equal(served is null ? [] : [served]);
    }

    [Fact]
    public void The_operating_guide_names_every_command_and_every_option()
    {
        var guide = Guide.Read("docs", "operating.md") + Guide.Read("docs", "api.md");
        Command[] commands =
            [ServeCommand.Create(), MigrateCommand.Create(), DoctorCommand.Create(), TenantCommand.Create(), KeyCommand.Create(),
                ReencryptCommand.Create(), MetaHookCommand.Create(), PersonCommand.Create(), SupportBundleCommand.Create(), ListenCommand.Create(), TriggerCommand.Create()];

        var names = commands.SelectMany(WithChildren)
            .SelectMany(command => command.Options.Select(option => option.Name).Prepend(command.Name)).Distinct().ToList();

        names.Should().Contain("--named-by-id").And.Contain("meta-hook");
        names.Where(name => !Regex.IsMatch(guide, $"""(?<![\w-]){Regex.Escape(name)}(?![\w-])""")).Should().BeEmpty();
    }

    [Fact]
    public void A_step_that_the_README_refers_to_is_the_one_that_makes_a_link()
    {
        var readme = Guide.Read("README.md");

        var referred = Reference().Matches(readme).Select(reference => reference.Groups["step"].Value).ToList();

        referred.Should().NotBeEmpty().And.OnlyContain(step => readme.Contains($"**{step}. Make a link"));
    }

    private static IEnumerable<Command> WithChildren(Command command) => command.Subcommands.SelectMany(WithChildren).Prepend(command);

    [GeneratedRegex(@"^ {0,4}\d+ s  \S")]
    private static partial Regex Progress();

    [GeneratedRegex("your backend: step (?<step>[0-9]) above")]
    private static partial Regex Reference();
}
