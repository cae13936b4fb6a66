using System.Security.Cryptography;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Domain.Tests.Operating;

/// <summary>What is stored of an operator's password.</summary>
public sealed class PasswordHashTests
{
    private static readonly PasswordHash Hash = PasswordHash.Of(new("correct horse battery"), RandomNumberGenerator.Create());

    [Theory]
    [InlineData("correct horse battery", true)]
    [InlineData("correct horse batterY", false)]
    [InlineData("", false)]
    public void It_fits_its_own_password_alone_also_after_it_was_written_down(string password, bool fits)
    {
        Hash.Fits(new(password)).Should().Be(fits);
        PasswordHash.Parse(Hash.Value)!.Fits(new(password)).Should().Be(fits);
        PasswordHash.OfNobody.Fits(new(password)).Should().BeFalse();
    }

    [Fact]
    public void Two_of_the_same_password_differ_and_neither_prints_itself()
    {
        PasswordHash.Of(new("correct horse battery"), RandomNumberGenerator.Create()).Value.Should().NotBe(Hash.Value);
        $"{Hash}".Should().Be("[password hash]");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("correct horse battery")]
    [InlineData("pbkdf2-sha1$600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$99999$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$9999999$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$600000$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAA")]
    [InlineData("pbkdf2-sha256$600000$!!!!AAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_none_is_none(string? text) => PasswordHash.Parse(text).Should().BeNull();
}
