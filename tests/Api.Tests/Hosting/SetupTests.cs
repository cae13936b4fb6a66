using Microsoft.Extensions.Configuration;
using PilotPairing.Api.Cli;
using PilotPairing.Api.Hosting;

namespace PilotPairing.Api.Tests.Hosting;

public sealed class SetupTests
{
    [Fact]
    public void What_the_operator_set_holds_in_a_demo_too()
    {
        var chosen = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Encryption:Keys:0"] = "mine" })
            .Build();

        var added = Setup.NotSet(chosen, new Dictionary<string, string?> { ["Encryption:Keys:0"] = "demo", ["Ops:Password"] = "drawn" });

        added.Should().Equal(new Dictionary<string, string?> { ["Ops:Password"] = "drawn" });
    }

    [Fact]
    public void A_build_without_a_database_of_its_own_says_which_setting_it_needs()
    {
        var empty = Directory.CreateTempSubdirectory().FullName;

        var refused = FluentActions.Invoking(() => Setup.DemandLocalPostgres(empty)).Should().Throw<NoDatabaseException>().Which;

        CliErrors.Describe(refused).Should().Contain("no PostgreSQL of its own")
            .And.EndWith("Set ConnectionStrings__Postgres to the database of your server.");
        Setup.DemandLocalPostgres(AppContext.BaseDirectory);
        Directory.Delete(empty);
    }
}
