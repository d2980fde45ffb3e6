namespace Baton.Targets.Tests.Python;

/// <summary>Models of pydantic 2 and 1; where pydantic is not installed, classes with the same methods.</summary>
internal static class PydanticModels
{
    public const string Code = """
        try:
            from pydantic import BaseModel, ConfigDict, RootModel
            from pydantic.v1 import BaseModel as OldBaseModel, Extra
            real = True

            class Model(BaseModel):
                model_config = ConfigDict(extra="allow", arbitrary_types_allowed=True)

            class Words(RootModel[str]):
                pass

            class OldModel(OldBaseModel):
                class Config:
                    extra = Extra.allow
                    arbitrary_types_allowed = True
        except ImportError:
            real = False

            class Model:
                def __init__(self, **fields): self._fields_ = fields
                def __getattr__(self, name):
                    if name.startswith("_") or name not in self._fields_: raise AttributeError(name)
                    return self._fields_[name]
                def __iter__(self): return iter(self._fields_.items())
                def model_dump(self): return dict(self._fields_)

            class Words:
                def __init__(self, root): self.root = root
                def model_dump(self): return self.root

            class OldModel:
                __fields__ = {}
                def __init__(self, **fields): self._fields_ = fields
                __getattr__ = Model.__getattr__
                def __iter__(self): return iter(self._fields_.items())
                def dict(self): return dict(self._fields_)
        """;
}
