using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>deploy/install.sh, below a folder: what it lays where, what it draws, what it keeps, and what it says is missing.</summary>
public sealed class InstallTests
{
    /// <summary>An unpacked archive without a program, a machine without systemd and PostgreSQL.</summary>
    private const string Archive =
        """
        mkdir -p archive/deploy bin
        cp $REPOSITORY/deploy/install.sh archive/
        cp $REPOSITORY/deploy/pilotpairing.{env,service} archive/deploy/
        echo 0.2.0 >archive/VERSION; echo linux-x64 >archive/PLATFORM; echo program >archive/pilotpairing
        for tool in bash cat cp mkdir rm mv chmod chown grep sed head base64 tr dirname printf; do ln -s $(command -v $tool) bin/$tool; done
        printf '#!/bin/bash\necho ${MACHINE:-Linux x86_64}\n' >bin/uname
        printf '#!/bin/bash\necho "${LIBRARIES:-libssl.so.3 libstdc++.so.6}"\n' >bin/ldconfig
        chmod +x bin/uname bin/ldconfig
        export PATH=$PWD/bin DESTDIR=$PWD/root
        install() { bash archive/install.sh "$@" 2>&1; }

        """;

    [Fact]
    public async Task It_lays_out_program_settings_and_unit_with_fresh_secrets_and_keeps_settings_when_it_upgrades()
    {
        var printed = await Run(
            """
            install --database 'Host=db.example.com;Database=pilotpairing;Username=me;Password=a&b' --public-url https://pair.example.com
            cat root/opt/pilotpairing/pilotpairing root/opt/pilotpairing/VERSION
            grep -E '^(ConnectionStrings__Postgres|PublicUrl)=' root/etc/pilotpairing/pilotpairing.env
            grep -cE '^Encryption__Keys__0=main:[A-Za-z0-9+/]{43}=$' root/etc/pilotpairing/pilotpairing.env
            grep -c '=CHANGE$' root/etc/pilotpairing/pilotpairing.env | sed 's/^0$/none to change/' || true
            /usr/bin/stat -c %a root/etc/pilotpairing/pilotpairing.env
            grep ExecStart root/etc/systemd/system/pilotpairing.service
            cp root/etc/pilotpairing/pilotpairing.env before
            echo 0.3.0 >archive/VERSION
            install
            /usr/bin/cmp before root/etc/pilotpairing/pilotpairing.env && cat root/opt/pilotpairing/VERSION
            echo root/opt/*
            """);

        printed.Should().ContainInOrder(
            "program", "0.2.0", "ConnectionStrings__Postgres=Host=db.example.com;Database=pilotpairing;Username=me;Password=a&b",
            "PublicUrl=https://pair.example.com", "1");
        printed.Should().ContainInOrder("600", "ExecStart=/opt/pilotpairing/pilotpairing serve", "0.3.0", "root/opt/pilotpairing");
        printed.Should().ContainSingle(line => line.StartsWith("Note down: the user ops", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("MACHINE='Linux aarch64'", "Another archive: this one is for linux-x64, and this machine is Linux aarch64")]
    [InlineData("LIBRARIES=libstdc++.so.6", "libssl.so.3: install libssl3")]
    [InlineData("LIBRARIES=libssl.so.3", "libstdc++.so.6: install libstdc++6")]
    [InlineData("PLATFORM=portable", "The ASP.NET Core 10 runtime: install aspnetcore-runtime-10.0")]
    [InlineData("", "PostgreSQL 14 or later that runs: install postgresql here, or name yours with --database")]
    public async Task What_the_machine_lacks_is_named_and_nothing_is_changed(string machine, string missing)
    {
        var printed = await Run(
            $"""
            {(machine.StartsWith("PLATFORM", StringComparison.Ordinal) ? "echo portable >archive/PLATFORM" : $"export {machine} X=")}
            install && exit 1
            [[ ! -e root ]] && echo untouched
            """);

        printed[0].Should().Be("This machine lacks:");
        printed.Should().ContainSingle(line => line.Contains(missing));
        printed[^1].Should().Be("untouched");
    }

    [Fact]
    public async Task An_option_without_its_value_is_named() =>
        (await Run("for option in --database --public-url; do install $option && exit 1; done; true"))
            .Should().Equal("--database needs a value", "--public-url needs a value");

    [Fact]
    public async Task A_release_without_notes_is_refused() =>
        (await Guide.Run(
            """
            mkdir -p build && cp $REPOSITORY/build/release build/ && cp $REPOSITORY/Directory.Build.props .
            printf '## [0.0.9] - 2026-01-01\n\n- Old\n' >CHANGELOG.md
            SOURCE_DATE_EPOCH=0 build/release portable 2>&1 && exit 1 || true
            """, ("REPOSITORY", RepositoryRoot.Path)))
            .Should().ContainSingle().Which.Should().MatchRegex(@"^CHANGELOG.md has no section ## \[\d+\.\d+\.\d+\]: a release has notes$");

    private static Task<string[]> Run(string script) => Guide.Run(Archive + script, ("REPOSITORY", RepositoryRoot.Path));
}
