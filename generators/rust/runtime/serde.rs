//! The runtime's own types in serde's terms, for contracts that were generated with `--serde`. Nothing here names serde
//! unless one was.

/// Makes a private module `as_serde`, for `#[serde(with = "as_serde")]` on fields that are made of the named types, of
/// scalars and of the runtime's types: maps are maps, instants are texts of RFC 3339, raw values are their bytes.
macro_rules! as_serde {
    // Types that serde knows by themselves.
    (@known $($known:ty)*) => {$(
        impl Value for $known {
            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                Serialize::serialize(self, to)
            }

            fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Deserialize::deserialize(from)
            }
        }
    )*};
    ($($type:ident),* $(,)?) => {
        mod as_serde {
            extern crate alloc;

            use super::super::wapc;
            use ::serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap};
            use alloc::{boxed::Box, string::String, vec::Vec};

            pub fn serialize<T: Value, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
                value.write(to)
            }

            pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
                T::read(from)
            }

            /// What a field can be made of.
            pub trait Value: Sized {
                fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
                fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
            }

            struct Borrowed<'a, T>(&'a T);

            impl<T: Value> Serialize for Borrowed<'_, T> {
                fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    self.0.write(to)
                }
            }

            struct Owned<T>(T);

            impl<'de, T: Value> Deserialize<'de> for Owned<T> {
                fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    T::read(from).map(Self)
                }
            }

            wapc::as_serde!(@known bool u8 u16 u32 u64 i8 i16 i32 i64 f32 f64 String);
            wapc::as_serde!(@known $(super::$type)*);

            impl Value for wapc::DateTime {
                fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    to.collect_str(self)
                }

                fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    String::deserialize(from)?.parse().map_err(de::Error::custom)
                }
            }

            impl Value for wapc::Raw {
                fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    Serialize::serialize(self.as_bytes(), to)
                }

                fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    Vec::<u8>::deserialize(from).map(wapc::Raw::from)
                }
            }

            impl<T: Value> Value for Option<T> {
                fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    Serialize::serialize(&self.as_ref().map(Borrowed), to)
                }

                fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    let value: Option<Owned<T>> = Deserialize::deserialize(from)?;
                    Ok(value.map(|value| value.0))
                }
            }

            impl<T: Value> Value for Box<T> {
                fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    (**self).write(to)
                }

                fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    T::read(from).map(Box::new)
                }
            }

            impl<T: Value> Value for Vec<T> {
                fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    to.collect_seq(self.iter().map(Borrowed))
                }

                fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    let values: Vec<Owned<T>> = Deserialize::deserialize(from)?;
                    Ok(values.into_iter().map(|value| value.0).collect())
                }
            }

            impl<K: Value + wapc::Key, V: Value> Value for wapc::Map<K, V> {
                fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    let mut map = to.serialize_map(Some(self.len()))?;
                    for (key, value) in self {
                        map.serialize_entry(&Borrowed(key), &Borrowed(value))?;
                    }
                    map.end()
                }

                fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    struct Entries<K, V>(::core::marker::PhantomData<(K, V)>);

                    impl<'de, K: Value + wapc::Key, V: Value> de::Visitor<'de> for Entries<K, V> {
                        type Value = wapc::Map<K, V>;

                        fn expecting(
                            &self,
                            f: &mut ::core::fmt::Formatter<'_>,
                        ) -> ::core::fmt::Result {
                            f.write_str("a map")
                        }

                        fn visit_map<A: de::MapAccess<'de>>(
                            self,
                            mut from: A,
                        ) -> Result<Self::Value, A::Error> {
                            let mut map = wapc::Map::new();
                            while let Some((Owned(key), Owned(value))) = from.next_entry()? {
                                map.insert(key, value);
                            }
                            Ok(map)
                        }
                    }

                    from.deserialize_map(Entries(::core::marker::PhantomData))
                }
            }
        }
    };
}

pub(crate) use as_serde;
