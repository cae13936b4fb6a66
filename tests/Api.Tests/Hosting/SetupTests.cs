using Microsoft.Extensions.Configuration;
using PilotPairing.Api.Hosting;

namespace PilotPairing.Api.Tests.Hosting;

public sealed class SetupTests
{
    [Fact]
    public void What_the_operator_set_holds_in_a_demo_too()
    {
        var chosen = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Encryption:Keys:0"] = "mine" }).Build();

        var added = Setup.NotSet(chosen, new Dictionary<string, string?> { ["Encryption:Keys:0"] = "demo", ["Ops:Password"] = "drawn" });

        added.Should().Equal(new Dictionary<string, string?> { ["Ops:Password"] = "drawn" });
    }
}
