using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Access;

public sealed record NamedNumberId(NumberId? Id);
