using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Vitrine.Architecture.Tests;

/// <summary>What a compiled assembly says of itself: comments are gone, and whatever a source generator added is there.</summary>
internal sealed class CompiledAssembly : IDisposable
{
    private readonly PEReader file;
    private readonly MetadataReader metadata;

    private CompiledAssembly(string path)
    {
        file = new PEReader(File.OpenRead(path));
        metadata = file.GetMetadataReader();
        Name = Path.GetFileNameWithoutExtension(path);
    }

    public string Name { get; }

    /// <summary>One a project below <c>src</c>.</summary>
    public static IEnumerable<CompiledAssembly> Ours() =>
        from project in Repository.Projects
        let name = Path.GetFileNameWithoutExtension(project)
        select new CompiledAssembly(Path.Combine(AppContext.BaseDirectory, (name == "Vitrine.Server" ? "vitrine" : name) + ".dll"));

    public IEnumerable<string> References => metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name));

    public IEnumerable<string> Strings
    {
        get
        {
            var handle = MetadataTokens.UserStringHandle(1);
            while (!handle.IsNil && MetadataTokens.GetHeapOffset(handle) < metadata.GetHeapSize(HeapIndex.UserString))
            {
                yield return metadata.GetUserString(handle);
                handle = metadata.GetNextHandle(handle);
            }
        }
    }

    /// <summary>Members of other assemblies that the code uses: type, name and how many parameters.</summary>
    public IEnumerable<(string Type, string Member, string[] Parameters)> Uses =>
        from handle in metadata.MemberReferences
        let member = metadata.GetMemberReference(handle)
        where member.Parent.Kind == HandleKind.TypeReference && member.GetKind() == MemberReferenceKind.Method
        let type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent)
        select ($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}", metadata.GetString(member.Name),
            member.DecodeMethodSignature(new TypeNames(), null).ParameterTypes.ToArray());

    public void Dispose() => file.Dispose();

    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
            reader.GetString(reader.GetTypeReference(handle).Name);

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            reader.GetString(reader.GetTypeDefinition(handle).Name);

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[]";

        public string GetByReferenceType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetGenericInstantiation(string genericType, System.Collections.Immutable.ImmutableArray<string> typeArguments) => genericType;

        public string GetGenericMethodParameter(object? genericContext, int index) => "M" + index;

        public string GetGenericTypeParameter(object? genericContext, int index) => "T" + index;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "function";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => "specification";
    }
}
